import type { AuthOptions, CredentialSource } from '../http/credential.ts';
import { bearer, type ClientCertificate } from '../http/open-credentials.ts';
import { ConnectionError } from '../kubeconfig/connection-error.ts';
import type { AuthProvider } from '../kubeconfig/kubeconfig.ts';
import type { oidcTokens } from './oidc.ts';

/** Credentials of an auth provider: of `oidc`, the only one that kubectl still has. */
export function providerSource(
  provider: AuthProvider,
  userName: string,
  certificate: ClientCertificate | null,
  surroundings: AuthOptions,
): CredentialSource {
  if (provider.name !== 'oidc')
    throw new ConnectionError(
      `user "${userName}" logs in with the auth provider "${provider.name}", which is not supported: use a credential plugin (exec) instead`,
    );
  let tokens: Promise<ReturnType<typeof oidcTokens>> | null = null;
  return async () => {
    tokens ??= import('./oidc.ts').then((oidc) => oidc.oidcTokens(provider, userName, surroundings));
    const token = await (await tokens)();
    if ('kind' in token) return token;
    return { kind: 'credentials', authorization: bearer(token, 'the ID token'), certificate };
  };
}
