import type { PullStatus, UnreadEvidence } from './diagnosis.ts';
import type { ImageKind, PullPolicy, SourceLocation } from './evidence.ts';
import type { Json, Severity, Stage, Why } from './finding.ts';
import type { ProbeResult } from './probe.ts';
import type { PullErrorLabel } from './pull-error.ts';
import type { SecretReading } from './pull-secret.ts';
import type { Trial } from './simulation.ts';

/**
 * The machine contract of `-o json`. Changes are additive. In a `PreflightReport` the Pods are
 * those that templates would make: nothing was pulled yet, every `status` is `pending`, and
 * `failing` counts the images with an error.
 */
export interface Report {
  readonly apiVersion: 'pullcheck/v1';
  readonly kind: 'Report' | 'PreflightReport';
  /** The program's version. */
  readonly version: string;
  readonly source: ReportSource;
  /**
   * When the evidence was read; for a recording, its newest time stamp. Null where nothing tells.
   * RFC 3339.
   */
  readonly observedAt: string | null;
  readonly summary: ReportSummary;
  readonly pods: readonly ReportPod[];
  readonly problems: readonly UnreadEvidence[];
}

export type ReportSource =
  | { readonly kind: 'cluster'; readonly context: string | null }
  | { readonly kind: 'clusters'; readonly contexts: readonly string[] }
  | { readonly kind: 'file'; readonly path: string };

export interface ReportSummary {
  readonly podsScanned: number;
  readonly pods: number;
  readonly images: number;
  /** Images that fail. */
  readonly failing: number;
  readonly causes: readonly {
    readonly rule: string | null;
    readonly pods: number;
    readonly images: number;
  }[];
}

export interface ReportPod {
  /** The kubeconfig context of its cluster, where several were scanned; null otherwise. */
  readonly context: string | null;
  readonly namespace: string;
  readonly name: string;
  readonly node: string | null;
  readonly serviceAccount: string;
  readonly owner: { readonly kind: string; readonly name: string } | null;
  readonly images: readonly ReportImage[];
  /**
   * Why it is on no node (`Unschedulable`); null for a Pod that is, or whose status does not tell.
   */
  readonly unscheduled: string | null;
  /** Reads for this Pod that gave nothing and could change its verdict. */
  readonly problems: readonly UnreadEvidence[];
  /** When the Pod was read; for a recording, its newest time stamp. RFC 3339. */
  readonly observedAt: string;
}

export interface ReportImage {
  readonly container: string;
  readonly kind: ImageKind;
  readonly image: string;
  readonly reference: {
    readonly registry: string;
    readonly repository: string;
    readonly tag: string | null;
    readonly digest: string | null;
  } | null;
  readonly pullPolicy: PullPolicy;
  readonly status: PullStatus;
  readonly reason: string | null;
  readonly message: string | null;
  readonly error: { readonly label: PullErrorLabel; readonly text: string } | null;
  /** When the failure was first seen, as far as events tell. RFC 3339. */
  readonly firstSeen: string | null;
  /**
   * Whether the kubelet's message proves that a credential was sent, or that none was; null unless
   * the pull fails.
   */
  readonly credentialSent: 'yes' | 'no' | 'unknown' | null;
  readonly cause: string | null;
  readonly findings: readonly ReportFinding[];
  readonly simulation: ReportSimulation;
  /** What the registry answered; null where it was not asked. */
  readonly probe: ProbeResult | null;
  /** Where `manifest` read the image; null for what was read elsewhere. */
  readonly location: SourceLocation | null;
}

export interface ReportFinding {
  readonly rule: string;
  readonly stage: Stage;
  readonly severity: Severity;
  readonly certainty: 'proven' | 'likely';
  readonly what: string;
  readonly why: readonly Why[];
  readonly unchecked: readonly string[];
  readonly fixes: readonly ReportFix[];
  readonly facts: { readonly [key: string]: Json };
  readonly docs: string;
}

export interface ReportFix {
  readonly title: string;
  /** One line for a POSIX shell; null where kubectl cannot make the fix. */
  readonly command: string | null;
  readonly effect: 'reads' | 'changes' | 'deletes' | 'none';
  /** What to expect afterwards; empty for nothing. */
  readonly after: string;
  /** In place of the fix before it, not after it. */
  readonly alternative: boolean;
}

export interface ReportSimulation {
  readonly kind: 'offers' | 'anonymous' | 'undecodable' | 'no-attempt' | 'undetermined';
  readonly offers: readonly {
    readonly order: number;
    readonly source: 'secret' | 'node';
    readonly secret: string;
    readonly entry: string;
    readonly key: string;
    readonly username: string | null;
  }[];
  /**
   * Every pull secret that the Pod lists, in order. `why`: what keeps it from giving an entry; null
   * where nothing does.
   */
  readonly readings: readonly {
    readonly secret: string;
    readonly kind: SecretReading['kind'];
    readonly why: string | null;
  }[];
  readonly trials: readonly Pick<Trial, 'secret' | 'entry' | 'outcome' | 'wanted' | 'offered'>[];
}
