import type { Report, ReportFix, ReportSource } from './report.ts';

/**
 * The machine contract of `verify -o json`. `report` is the diagnosis of the fresh pull, told of
 * the target. Changes are additive.
 */
export interface VerifyReport {
  readonly apiVersion: 'pullcheck/v1';
  readonly kind: 'VerifyReport';
  /** The program's version. */
  readonly version: string;
  readonly source: ReportSource;
  readonly verify: Verification;
  readonly report: Report;
}

/** One pull on a node by a throw-away Pod, and what came of it. */
export interface Verification {
  readonly target: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly pod: { readonly namespace: string; readonly name: string };
  /** Where it was pulled; null where the Pod came to no node. */
  readonly node: string | null;
  readonly serviceAccount: string;
  /**
   * The pull secrets that the Pod had, those that admission gave it from its ServiceAccount
   * included.
   */
  readonly secrets: readonly string[];
  /** `timed-out`: some image was neither pulled nor refused in time. */
  readonly outcome: 'pulled' | 'failed' | 'timed-out';
  /** Seconds from the request that created the Pod to the outcome. */
  readonly seconds: number;
  readonly images: readonly VerifiedImage[];
  /** Whether the Pod is gone; `kept`: as asked. */
  readonly cleanup: 'deleted' | 'kept' | 'left';
  /** What else to know of this pull, a sentence each. */
  readonly notes: readonly string[];
  /** After a pull that passed: what makes the failing Pod try again. */
  readonly next: readonly ReportFix[];
}

export interface VerifiedImage {
  readonly container: string;
  readonly image: string;
  readonly result: 'pulled' | 'failed' | 'pulling' | 'waiting';
  readonly digest: string | null;
  /** As the kubelet measured it; null where it does not tell. */
  readonly pullSeconds: number | null;
  readonly bytes: number | null;
}
