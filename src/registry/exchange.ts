import type { Sealed } from '../model/sealed.ts';

/**
 * One request. `registry` is whose question it is: what points to a private address has to be
 * private itself.
 */
export interface Ask {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly registry: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly authorization?: Sealed<string> | null;
  /** The authorization is by a login, not by an anonymous token. */
  readonly withLogin?: boolean;
  /** The body of a POST, as a form. */
  readonly form?: Sealed<string> | null;
  /** A query parameter that may be a credential. */
  readonly query?: Readonly<Record<string, Sealed<string>>>;
  /** The most bytes of the body that are read. */
  readonly longest: number;
}

export interface Answer {
  readonly kind: 'answer';
  readonly url: URL;
  readonly status: number;
  /** The first value of a header, empty where it is not there. */
  readonly header: (name: string) => string;
  readonly headers: (name: string) => readonly string[];
  readonly body: Buffer;
  /** The body was longer than what was read, or broke off. */
  readonly cut: boolean;
  /** Milliseconds, by this machine's clock. */
  readonly sentAt: number;
  readonly receivedAt: number;
}

/**
 * Why there is no answer. `address`: the policy of addresses refuses the host. `limit`: it has
 * answered 429 before.
 */
export type Trouble =
  | 'address'
  | 'limit'
  | 'dns'
  | 'connect'
  | 'timeout'
  | 'budget'
  | 'tls'
  | 'not-tls'
  | 'reset'
  | 'not-http'
  | 'proxy'
  | 'other';

export interface NoAnswer {
  readonly kind: 'none';
  readonly trouble: Trouble;
  /** OpenSSL's, Node.js's or undici's code. */
  readonly code: string;
  /** In one sentence, with the host. */
  readonly says: string;
  readonly flag: string | null;
}

export type Send = (ask: Ask) => Promise<Answer | NoAnswer>;

/** The request reached a server, which gave no whole answer. */
export const reachedServer: ReadonlySet<Trouble> = new Set(['reset', 'not-http', 'timeout']);
