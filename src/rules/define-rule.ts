import type { PullFailure, PullStatus } from '../model/diagnosis.ts';
import type { PodEvidence, PodImage } from '../model/evidence.ts';
import type { Draft, Stage } from '../model/finding.ts';
import type { ProbeResult } from '../model/probe.ts';
import type { PullErrorLabel } from '../model/pull-error.ts';
import type { Simulation } from '../model/simulation.ts';

/** Everything a rule may look at: one image of one Pod. */
export interface ImageContext {
  readonly image: PodImage;
  /** Everything read about the Pod. */
  readonly evidence: PodEvidence;
  readonly simulation: Simulation;
  readonly status: PullStatus;
  /**
   * Null unless the image fails, or would: by what the registry answered, then without words
   * (`from` is `none`).
   */
  readonly failure: PullFailure | null;
  /** What the registry answered; null where it was not asked about this image. */
  readonly probe: ProbeResult | null;
  /** Nothing was pulled yet: the evidence is a Pod template, and the question what would happen. */
  readonly preflight: boolean;
  /** The Pod's other images, as `registry/repository`. */
  readonly otherRepositories: readonly string[];
  /**
   * The same image with the ServiceAccount's list in place of the Pod's; null where that list is
   * empty or could not be read.
   */
  readonly withServiceAccount: Simulation | null;
}

/** What a proof may rest on beside the Pod itself, or the template that it is made from. */
export const grounds = [
  'words',
  'times',
  'events',
  'secrets',
  'ServiceAccount',
  'node',
  'neighbours',
  'registry',
] as const;

export type Ground = (typeof grounds)[number];

/**
 * Evidence on which a rule says `proven`: without any one of `on` it may not. `since` tells why it
 * leaves no other cause.
 */
export interface Proof {
  readonly on: readonly Ground[];
  readonly since: string;
}

export interface Rule {
  /** Kebab case, names the bad state; equals file, docs page and JSON `rule`. Never renamed. */
  readonly id: string;
  readonly stage: Stage;
  /** A short noun phrase for lists. */
  readonly title: string;
  /**
   * The pull errors that the state can explain: the finding is an error only on an image that fails
   * with one of them.
   */
  readonly explains: readonly PullErrorLabel[];
  /**
   * Rules that say less about the same state: where both are found with equal certainty, this one
   * comes first.
   */
  readonly refines: readonly string[];
  /** `info` and `warning` are never raised to error. */
  readonly ceiling: 'error' | 'warning' | 'info';
  /**
   * Found only where no rule of the stages secrets and credentials is an error: it would say less.
   */
  readonly lastResort: boolean;
  /**
   * Each is enough by itself; empty for a rule that is never more than likely.
   * test/rules/certainty.test.ts takes each ground away.
   */
  readonly proof: readonly Proof[];
  readonly detect: (pull: ImageContext) => Draft | null;
}

type Definition = Pick<Rule, 'id' | 'stage' | 'title' | 'explains' | 'proof' | 'detect'> &
  Partial<Pick<Rule, 'refines' | 'ceiling' | 'lastResort'>>;

/** A rule with its defaults filled in. */
export function defineRule(definition: Definition): Rule {
  return { refines: [], ceiling: 'error', lastResort: false, ...definition };
}
