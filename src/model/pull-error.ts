/** What a failed pull's words let anyone conclude. */
export const pullErrorLabels = [
  'unauthorized-no-credentials',
  'unauthorized-bad-credentials',
  'forbidden-insufficient-scope',
  'ecr-token-expired',
  'missing-pull-secret',
  'malformed-pull-secret',
  'ensure-secret-pulled',
  'repository-or-access-denied-ambiguous',
  'repository-not-found',
  'tag-not-found',
  'digest-not-found',
  'platform-mismatch',
  'manifest-schema-unsupported',
  'digest-mismatch',
  'invalid-image-reference',
  'short-name-ambiguous',
  'short-name-unresolvable',
  'signature-policy-rejected',
  'blob-missing-or-corrupt',
  'never-pull-policy',
  'rate-limited',
  'pull-qps-exceeded',
  'backoff-only',
  'dns-failure',
  'connection-refused',
  'connect-timeout',
  'no-route-to-host',
  'connection-reset',
  'pull-interrupted',
  'pull-timeout',
  'proxy-failure',
  'registry-unavailable',
  'mirror-misconfigured',
  'tls-unknown-authority',
  'tls-expired-cert',
  'tls-hostname-mismatch',
  'tls-client-cert-required',
  'https-client-http-server',
  'http-client-https-server',
  'registry-5xx',
  'registry-4xx-other',
  'disk-full',
  'layer-unpack-error',
  'image-inspect-failed',
  'runtime-unavailable',
  'image-gc-evicted',
  'volume-image-error',
  'sandbox-image-error',
  'unknown',
] as const;

export type PullErrorLabel = (typeof pullErrorLabels)[number];

/** Whether the words prove that the request carried a credential. */
export type CredentialSent = 'yes' | 'no' | 'unknown';

/**
 * Who was asked, and answered, refused or was not reached. `upstream`: the registry behind a proxy
 * cache, whose answer the image's registry relays. `node`: its own store, files or programs; nobody
 * was asked.
 */
export type Party = 'registry' | 'mirror' | 'upstream' | 'token-service' | 'blob-store' | 'proxy' | 'node';

/**
 * The request of a pull, in their order: a token, the image's tag or digest (`resolve`), the
 * manifest behind it or one that an index names (`manifest`), a layer or the config (`blob`). From
 * `manifest` on the image was found, and the login, if any, was good.
 */
export type PullStep = 'token' | 'resolve' | 'manifest' | 'blob';

/** One attempt of a pull: the kubelet makes one per matching credential. */
export interface PullAttempt {
  readonly label: PullErrorLabel;
  /** The attempt's words, whole. */
  readonly text: string;
  readonly credentialSent: CredentialSent;
  /** The host that failed or refused, `host[:port]`, where the words name one. */
  readonly host: string | null;
  /** The address that was dialled, `ip:port`, where the words name one. */
  readonly address: string | null;
  /** The HTTP status that the words give. */
  readonly status: number | null;
  /** Null where the words do not tell. */
  readonly party: Party | null;
  /**
   * What the mirror's own answer was, where `label` is of the mirror and the image's registry
   * together.
   */
  readonly mirrorLabel: PullErrorLabel | null;
  /** What the image's own registry answered after its mirrors, where those failed differently. */
  readonly registryLabel: PullErrorLabel | null;
  /** Null where the words do not tell. */
  readonly step: PullStep | null;
  /** The words name a policy that refuses whoever asks. */
  readonly policy: boolean;
  /**
   * A web page stood where the distribution API gives a manifest, a token or an error: something
   * else answered.
   */
  readonly page: boolean;
}

/** A pull error as read: the attempt that decides, and all of them. */
export interface PullError extends PullAttempt {
  readonly attempts: readonly PullAttempt[];
  /** The words end in the middle. */
  readonly cut: boolean;
}
