/**
 * Whose login a request carried: none, one that the kubelet would send, or one that it would send
 * once the Pod is put right.
 */
export type AskedAs = 'anonymous' | 'offer' | 'candidate';

/**
 * What came of asking for the manifest in one way. `anonymous-refused`: a login is wanted.
 * `login-refused`: the login is not valid. `no-right`: the login is valid and may not pull.
 * `forbidden`: refused whoever asks. `failed`: no answer that could be read. `not-asked`: nothing
 * was sent.
 */
export const attemptOutcomes = [
  'found',
  'not-found',
  'anonymous-refused',
  'login-refused',
  'no-right',
  'forbidden',
  'rate-limited',
  'unavailable',
  'failed',
  'not-asked',
] as const;

export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** A login that the kubelet does not send today, and why it is tried. */
export type CandidateKind = 'mismatch' | 'service-account' | 'neighbour';

/** One way of asking. `secret` and `entry` name the login; null for anonymous. */
export interface ProbeAttempt {
  readonly as: AskedAs;
  readonly outcome: AttemptOutcome;
  /** The place of the offer in the kubelet's order, from 1; null for the others. */
  readonly order: number | null;
  readonly candidate: CandidateKind | null;
  readonly secret: string | null;
  readonly entry: string | null;
  /** Which request gave the outcome; null where none did. */
  readonly at: 'ping' | 'token' | 'manifest' | null;
  /** The HTTP status of that request. */
  readonly status: number | null;
  /** The registry's own error. `message` is at most 200 characters, without credentials. */
  readonly error: { readonly code: string; readonly message: string } | null;
  /** The scopes that a token names; null for none, or an opaque one. */
  readonly granted: readonly string[] | null;
  /** RFC 3339. */
  readonly tokenExpiresAt: string | null;
  /**
   * What went wrong, or why nothing was sent, in one sentence; null where the outcome says it all.
   */
  readonly says: string | null;
}

/** What the manifest of the tag or digest is. */
export interface ProbeManifest {
  readonly digest: string | null;
  readonly mediaType: string | null;
  /** `os/architecture[/variant]`, in the order of the index; empty where it was not read. */
  readonly platforms: readonly string[];
  /**
   * Whether the manifests for the platforms of the nodes are there; null for what is no index,
   * lacks them, or was not asked.
   */
  readonly childPresent: boolean | null;
  /** The platforms that the index names and whose manifest is not there. */
  readonly childrenGone: readonly string[];
  /** Whether the manifest is there by the digest that the tag gave; null where it was not asked. */
  readonly digestPresent: boolean | null;
  /** Whether the bytes of the manifest have its digest; null where that was not checked. */
  readonly digestMatches: boolean | null;
  /** Whether the config of an image for one platform is there. */
  readonly configPresent: boolean | null;
  /** The digests of layers that are not there; null where they were not asked for. */
  readonly layersGone: readonly string[] | null;
  /**
   * What it is where it is no container image: its artifact or config type, or `docker-schema-1`.
   */
  readonly artifact: string | null;
  /** Bytes of config and layers that a pull downloads; null where it is not known. */
  readonly bytes: number | null;
}

/** The tags of the repository. `complete` is false where only the first pages were read. */
export interface ProbeTags {
  readonly listed: number;
  readonly complete: boolean;
  /** The tags nearest to the one asked for, the likeliest first. */
  readonly nearest: readonly string[];
  /** Why there is no list, or no complete one; null otherwise. */
  readonly says: string | null;
}

export interface ProbeRateLimit {
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly windowSeconds: number | null;
  readonly retryAfterSeconds: number | null;
  /** Whose limit it is: of the address that asked, or of the account that logged in. */
  readonly of: 'address' | 'account';
}

/**
 * The certificate that the registry showed, read where it could not be verified. Times are RFC
 * 3339.
 */
export interface ProbeCertificate {
  /** Why it was not accepted: a code of OpenSSL or Node.js. */
  readonly problem: string;
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly validFrom: string;
  readonly validTo: string;
}

/** What the registry answered for one image. No credential is in it: it is stored and replayed. */
export interface ProbeResult {
  readonly from: 'workstation';
  /** `host[:port]` of the proxy; null where none was used. */
  readonly proxy: string | null;
  /** The host that was asked, `host[:port]`. */
  readonly asked: string;
  /** The runtime whose way of asking was imitated. */
  readonly as: 'containerd' | 'cri-o';
  /**
   * The platforms that are wanted, `os/architecture`: of the node, or of all nodes that take Pods;
   * empty where they are not known.
   */
  readonly platforms: readonly string[];
  readonly requests: number;
  readonly durationMs: number;
  /** Why the registry was not asked at all; null where it was. */
  readonly notAsked: string | null;
  /** How the registry asked for a login; null where it did not. */
  readonly challenge: 'bearer' | 'basic' | null;
  /** In the order asked. */
  readonly attempts: readonly ProbeAttempt[];
  /** What is not there; null where nothing is missing, or nobody knows. */
  readonly missing: 'tag' | 'digest' | 'repository' | 'unknown' | null;
  readonly manifest: ProbeManifest | null;
  readonly tags: ProbeTags | null;
  readonly rateLimit: ProbeRateLimit | null;
  readonly tls: ProbeCertificate | null;
  /**
   * Seconds by which the registry's clock is ahead of this machine's; null where it gave no time.
   */
  readonly clockSkewSeconds: number | null;
}

/** The results of a Pod's images by the image's text. */
export type ProbeResults = Readonly<Record<string, ProbeResult>>;
