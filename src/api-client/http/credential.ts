import type { Sealed } from '../../model/sealed.ts';
import type { Env } from '../kubeconfig/connection-options.ts';
import type { RequestFailure } from './answer.ts';
import type { ClientCertificate } from './open-credentials.ts';

/** How a request proves who it is from. */
export interface Credentials {
  readonly kind: 'credentials';
  readonly authorization: Sealed<string> | null;
  readonly certificate: ClientCertificate | null;
}

/** What a source of credentials works with besides the target. */
export interface AuthOptions {
  readonly env: Env;
  /** Milliseconds for one request, null for no limit. */
  readonly timeout: number | null;
  /** An expired ID token stays as it is: a process that may be killed could lose the new one. */
  readonly neverRenews: boolean;
}

export type CredentialSource = () => Promise<Credentials | RequestFailure>;
