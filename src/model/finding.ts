/** The steps of a pull, in the order they happen. An earlier one explains the later ones. */
export const stages = [
  'reference',
  'policy',
  'secrets',
  'credentials',
  'network',
  'tls',
  'authorization',
  'manifest',
  'content',
  'node',
] as const;

export type Stage = (typeof stages)[number];
export type Severity = 'error' | 'warning' | 'info';
export type NonEmpty<T> = readonly [T, ...T[]];
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * One observation. `source` is where it was read: an object (`Secret shop/regcred`), `kubelet`,
 * `simulated`, `the image`.
 */
export interface Why {
  readonly source: string;
  readonly says: string;
}

/**
 * A word of a command. `fillIn` names an environment variable that the user sets, so that no secret
 * lands in the shell history.
 */
export type Argument = string | { readonly prefix: string; readonly fillIn: string };
export type Command = NonEmpty<Argument>;

/**
 * What to do. Commands are argument lists, quoted once by the report; several are a pipeline. A fix
 * without commands is one that kubectl cannot make: `title` says who can.
 */
export interface Fix {
  readonly title: string;
  readonly pipeline: readonly Command[];
  readonly effect: 'reads' | 'changes' | 'deletes' | 'none';
  /** What to expect afterwards; empty for nothing. */
  readonly after: string;
  /** In place of the fix before it, not after it. */
  readonly alternative?: boolean;
}

/** A fix that kubectl cannot make. `alternative` as in `Fix`. */
export const advice = (title: string, alternative = false): Fix => ({
  ...{ title, pipeline: [], effect: 'none', after: '' },
  ...(alternative ? { alternative } : {}),
});

/**
 * What a finding rests on where `doubts` could each defeat it: proven without any. `besides` remain
 * unchecked either way.
 */
export const certaintyWith = (doubts: readonly string[], besides: readonly string[]): Certainty => {
  const [doubt, ...others] = doubts;
  return doubt === undefined
    ? { certainty: 'proven', unchecked: besides }
    : { certainty: 'likely', unchecked: [doubt, ...others, ...besides] };
};

interface FindingBody {
  readonly rule: string;
  readonly stage: Stage;
  readonly severity: Severity;
  /** The state, in one sentence that stands alone. */
  readonly what: string;
  readonly why: NonEmpty<Why>;
  readonly fixes: readonly Fix[];
  readonly facts: { readonly [key: string]: Json };
}

/**
 * `proven`: the state is in the evidence. `likely`: inferred, and `unchecked` says what could
 * defeat it.
 */
export type Certainty =
  | { readonly certainty: 'proven'; readonly unchecked: readonly string[] }
  | { readonly certainty: 'likely'; readonly unchecked: NonEmpty<string> };

export type Finding = FindingBody & Certainty;

/**
 * What a rule says; the runner adds rule, stage and severity. `atMost`: true, but not why this pull
 * fails.
 */
export type Draft = Omit<FindingBody, 'rule' | 'stage' | 'severity'> &
  Certainty & {
    readonly atMost?: 'warning' | 'info' | undefined;
    /**
     * By what the registry answered, this is why the pull fails, or would, whatever its words are.
     */
    readonly settled?: boolean;
  };
