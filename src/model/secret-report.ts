import type { UnreadEvidence } from './diagnosis.ts';
import type { ProbeResult } from './probe.ts';
import type { EdgeSpace } from './pull-secret.ts';
import type { ReportFinding, ReportSource } from './report.ts';
import type { OwnerUse, UnservedImage } from './secret-lint.ts';

/**
 * The machine contract of `secret -o json`. Changes are additive. It never holds a credential:
 * lengths and kinds alone.
 */
export interface SecretReport {
  readonly apiVersion: 'pullcheck/v1';
  readonly kind: 'SecretReport';
  /** The program's version. */
  readonly version: string;
  readonly source: ReportSource;
  /** When the evidence was read; for a recording, its newest time stamp. RFC 3339. */
  readonly observedAt: string;
  readonly summary: SecretReportSummary;
  readonly secrets: readonly ReportSecret[];
  /**
   * Reads that failed or were denied. Where they were of Pods or ServiceAccounts, `serves`,
   * `unserved` and `usedBy` hold what the others told.
   */
  readonly problems: readonly UnreadEvidence[];
}

export interface SecretReportSummary {
  /** Secrets in the report, names of absent ones included. */
  readonly secrets: number;
  readonly entries: number;
  /** Secrets with a finding of severity error. */
  readonly wrong: number;
  readonly rules: readonly { readonly rule: string; readonly secrets: number }[];
}

/**
 * `usable`: the kubelet reads it. `ignored`: its type, key or form is not one that the kubelet
 * reads. `undecodable`: it leaves a Pod without any credential. `absent`: it is named and not
 * there. `unknown`: it could not be read.
 */
export type SecretState = 'usable' | 'ignored' | 'undecodable' | 'absent' | 'unknown';

export interface ReportSecret {
  readonly namespace: string;
  readonly name: string;
  readonly state: SecretState;
  /** Null where it was not read. */
  readonly type: string | null;
  /** RFC 3339. */
  readonly createdAt: string | null;
  /** When its data was last written; null where nothing tells. RFC 3339. */
  readonly changedAt: string | null;
  /** Whole seconds from `changedAt`, else `createdAt`, to `observedAt`. */
  readonly ageSeconds: number | null;
  /** In the byte order of their locations. Of an ignored Secret: what it would give. */
  readonly entries: readonly ReportEntry[];
  readonly usedBy: {
    /** ServiceAccounts of the namespace that list it. */
    readonly serviceAccounts: readonly string[];
    /** What makes the Pods that list it. */
    readonly owners: readonly OwnerUse[];
  };
  readonly unserved: readonly UnservedImage[];
  readonly findings: readonly ReportFinding[];
  /**
   * What the registries answered to this secret alone, for images that it serves; empty where they
   * were not asked.
   */
  readonly probes: readonly ReportSecretProbe[];
}

export interface ReportSecretProbe {
  /** As written. */
  readonly image: string;
  readonly probe: ProbeResult;
}

export interface ReportEntry {
  /** As written, user info and query redacted. */
  readonly location: string;
  /** As the kubelet files it; null where it drops the entry. */
  readonly key: string | null;
  /** Null where it is empty or looks like a credential. */
  readonly username: string | null;
  readonly credential: ReportCredential;
  /** Images of the namespace's Pods, as written, for which the kubelet would send this entry. */
  readonly serves: readonly string[];
}

/** Lengths are in characters, times RFC 3339. */
export interface ReportCredential {
  /** What the password is, by its form; null where the form says nothing. */
  readonly kind: string | null;
  readonly usernameLength: number;
  readonly passwordLength: number;
  /** White space at the edges of user and password. */
  readonly edges: readonly EdgeSpace[];
  readonly expiresAt: string | null;
  readonly notBefore: string | null;
}
