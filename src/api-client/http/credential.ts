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
  /** Flags that choose the same user, for a kubectl that renews an ID token. */
  readonly kubectlFlags: readonly string[];
  /** Takes a line that a credential plugin writes to standard error: others' words. */
  readonly tell: (line: string) => void;
  /** An expired ID token stays as it is: completion has no time for kubectl. */
  readonly neverRenews: boolean;
}

export type CredentialSource = () => Promise<Credentials | RequestFailure>;
