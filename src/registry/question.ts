import type { CandidateKind, ProbeAttempt } from '../model/probe.ts';
import type { AuthEntry } from '../model/pull-secret.ts';
import type { Sealed } from '../model/sealed.ts';
import type { ImageReference } from '../model/simulation.ts';
import type { Answer, NoAnswer, Send } from './exchange.ts';
import { notAnswered } from './judge-manifest.ts';
import type { TokenHost } from './realm-policy.ts';
import type { Sender } from './sender.ts';

/**
 * A login to ask with: one that the kubelet sends (`order` from 1), or one that it would send
 * (`candidate` says why).
 */
export interface ProbeLogin {
  readonly order: number | null;
  readonly candidate: CandidateKind | null;
  readonly secret: string;
  readonly entry: AuthEntry;
}

/** What to ask a registry about one image. */
export interface ProbeQuestion {
  readonly reference: ImageReference;
  readonly as: 'containerd' | 'cri-o';
  /** The platforms of the nodes, `os/architecture`. */
  readonly platforms: readonly string[];
  /** The failure may be one of the platform: worth a pull of Docker Hub's quota. */
  readonly platformInQuestion: boolean;
  /** The image fails: worth an anonymous token though a login works, to compare. */
  readonly failing: boolean;
  /** Whether each layer is there is asked too. */
  readonly layers: boolean;
  /** In the kubelet's order. */
  readonly offers: readonly ProbeLogin[];
  readonly candidates: readonly ProbeLogin[];
}

/** A login that a registry, `host[:port]`, has refused in this run. */
export interface RefusedLogin {
  readonly host: string;
  readonly login: ProbeLogin;
  readonly attempt: ProbeAttempt;
}

export interface ProbeContext {
  readonly sender: Sender;
  readonly tokenHosts: readonly TokenHost[];
  /** Ends when the time for all requests is over. */
  readonly signal: AbortSignal;
  /** The hosts, `host[:port]`, that have answered 429 in this run. */
  readonly limited: Set<string>;
  readonly refused: RefusedLogin[];
}

/** A question on its way to one registry. */
export interface Asking {
  readonly question: ProbeQuestion;
  readonly registry: URL;
  readonly tokenHosts: readonly TokenHost[];
  readonly signal: AbortSignal;
  readonly send: Send;
  readonly refused: RefusedLogin[];
  /** Gets each token, so that nothing that is shown holds one. */
  readonly keep: (token: Sealed<string>) => void;
}

/** Whose login an attempt is made with. */
export type Way = Pick<ProbeAttempt, 'as' | 'order' | 'candidate' | 'secret' | 'entry'>;

/** An attempt with what it takes to go on with it. */
export interface Tried {
  readonly attempt: ProbeAttempt;
  readonly answer: Answer | null;
  readonly authorization: Sealed<string> | null;
}

/** The logins of a question, each once. */
export interface Logins {
  readonly offers: readonly ProbeLogin[];
  readonly candidates: readonly ProbeLogin[];
}

export const anonymous: Way = { as: 'anonymous', order: null, candidate: null, secret: null, entry: null };

export const wayOf = ({ order, candidate, secret, entry }: ProbeLogin): Way => ({
  as: candidate === null ? 'offer' : 'candidate',
  order,
  candidate,
  secret,
  entry: entry.location,
});

export const blank = {
  at: null,
  status: null,
  error: null,
  granted: null,
  tokenExpiresAt: null,
  says: null,
} as const;

export const notAsked = (way: Way, says: string): ProbeAttempt => ({
  ...way,
  ...blank,
  outcome: 'not-asked',
  says,
});

/** An attempt that leads no further. */
export const ended = (attempt: ProbeAttempt): Tried => ({ attempt, answer: null, authorization: null });

/** An attempt whose request had no answer. */
export const unanswered = (way: Way, at: ProbeAttempt['at'], reply: NoAnswer): Tried =>
  ended({ ...way, ...blank, at, ...notAnswered(reply) });
