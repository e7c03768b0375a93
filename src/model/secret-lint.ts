import type { SecretObject, SecretReference, ServiceAccountObject } from './evidence.ts';
import type { Finding } from './finding.ts';
import type { ObjectRef, Observed } from './observed.ts';
import type { ProbeResults } from './probe.ts';
import type { AuthEntry, SecretReading } from './pull-secret.ts';

/** What a Pod says about pulls, in short, so that a cluster of them weighs little. */
export interface PodPulls {
  readonly namespace: string;
  /** What makes the Pod; the Pod itself where nothing does. */
  readonly owner: ObjectRef;
  readonly imagePullSecrets: readonly string[];
  /** The images as written, each once. */
  readonly images: readonly string[];
}

/**
 * One pull secret, or a name of one, with everything that tells what it is good for. Pods and
 * ServiceAccounts are those of its namespace.
 */
export interface SecretEvidence {
  readonly namespace: string;
  readonly reference: SecretReference;
  readonly pods: readonly PodPulls[];
  readonly accounts: readonly ServiceAccountObject[];
  /** For an absent one: the Secrets of that name in other namespaces; null where nobody looked. */
  readonly elsewhere: Observed<readonly SecretObject[]> | null;
  /** What the registries answered for images that it serves, asked with it alone. */
  readonly probes?: ProbeResults;
  /** When this was read; for a recording, its newest time stamp. RFC 3339. */
  readonly observedAt: string;
  readonly source: 'cluster' | 'file';
}

/** One entry and the images of the namespace, as written, for which the kubelet would send it. */
export interface EntryService {
  readonly entry: AuthEntry;
  readonly serves: readonly string[];
}

/** An image of a Pod that lists the secret, for which the secret offers nothing. */
export interface UnservedImage {
  readonly image: string;
  /** How many of the Pods that list the secret have the image. */
  readonly pods: number;
  /**
   * The entry that comes closest, and what keeps it from matching, in a word and in a sentence;
   * null where none comes near.
   */
  readonly nearest: { readonly entry: string; readonly mismatch: string; readonly says: string } | null;
}

/** The Pods of one owner that list a secret. */
export interface OwnerUse {
  readonly kind: string;
  readonly name: string;
  readonly pods: number;
}

/** What a pull secret is good for and what is wrong with it. */
export interface SecretLint {
  readonly evidence: SecretEvidence;
  readonly reading: SecretReading;
  readonly entries: readonly EntryService[];
  readonly accounts: readonly string[];
  readonly owners: readonly OwnerUse[];
  readonly unserved: readonly UnservedImage[];
  readonly findings: readonly Finding[];
}

/**
 * Whether all Pods and all ServiceAccounts were read: only then does a secret that none of them
 * lists have no user.
 */
export interface UsersSeen {
  readonly pods: boolean;
  readonly accounts: boolean;
}

/** The kubelet would do without this secret, or without one of its entries. */
export const isWrong = ({ findings }: SecretLint): boolean =>
  findings.some((finding) => finding.severity === 'error');
