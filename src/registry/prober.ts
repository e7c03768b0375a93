import type { ProbeResult } from '../model/probe.ts';
import { askRegistry, hostOf, unaskedResult } from './ask-registry.ts';
import { sameLogin } from './open-login.ts';
import type { ProbeLogin, ProbeQuestion, RefusedLogin } from './question.ts';
import type { TokenHost } from './realm-policy.ts';
import type { Sender } from './sender.ts';

export interface ProberOptions {
  readonly sender: Sender;
  readonly tokenHosts: readonly TokenHost[];
  /** Milliseconds for all requests together, from the first one on. */
  readonly budget: number;
  /** How many images are asked for. */
  readonly limit: number;
}

/** Asks registries in one run of the program. */
export interface Prober {
  /**
   * The same question is asked once. Images of one registry are asked for one after another,
   * registries beside each other.
   */
  ask(question: ProbeQuestion): Promise<ProbeResult>;
  close(): Promise<void>;
}

export function openProber({ sender, tokenHosts, budget, limit }: ProberOptions): Prober {
  const asked: { readonly question: ProbeQuestion; readonly result: Promise<ProbeResult> }[] = [];
  const turns = new Map<string, Promise<unknown>>();
  const limited = new Set<string>();
  const refused: RefusedLogin[] = [];
  const time = new AbortController();
  let clock: NodeJS.Timeout | undefined;

  async function inTurn(question: ProbeQuestion): Promise<ProbeResult> {
    const host = hostOf(question.reference.registry);
    const turn = (turns.get(host) ?? Promise.resolve()).then(async () => {
      if (limited.has(host))
        return unaskedResult(
          question,
          sender,
          `${host} answered 429 to an earlier question: it is not asked again`,
        );
      if (time.signal.aborted)
        return unaskedResult(
          question,
          sender,
          `the time for all requests was over after ${budget / 1000} s; --probe-budget allows more`,
        );
      const result = await askRegistry(question, {
        sender,
        tokenHosts,
        signal: time.signal,
        limited,
        refused,
      });
      if (result.attempts.some(({ outcome }) => outcome === 'rate-limited')) limited.add(host);
      return result;
    });
    turns.set(
      host,
      turn.catch(() => undefined),
    );
    return turn;
  }

  return {
    ask(question) {
      const known = asked.find((one) => isSame(one.question, question));
      if (known !== undefined) return known.result;
      if (asked.length >= limit)
        return Promise.resolve(
          unaskedResult(
            question,
            sender,
            `no more than ${limit} images are asked for; --probe-limit allows more`,
          ),
        );
      clock ??= setTimeout(() => time.abort(), budget);
      const result = inTurn(question);
      asked.push({ question, result });
      return result;
    },
    async close() {
      clearTimeout(clock);
      await sender.close();
    },
  };
}

function isSame(a: ProbeQuestion, b: ProbeQuestion): boolean {
  const [one, other] = [a, b].map(({ reference, ...more }) =>
    JSON.stringify([
      reference.registry,
      reference.repository,
      reference.tag,
      reference.digest,
      ...[more.as, more.platforms, more.platformInQuestion, more.failing, more.layers],
    ]),
  );
  return one === other && sameLogins(a.offers, b.offers) && sameLogins(a.candidates, b.candidates);
}

const sameLogins = (a: readonly ProbeLogin[], b: readonly ProbeLogin[]): boolean =>
  a.length === b.length &&
  a.every((login, index) => {
    const other = b[index];
    return (
      other !== undefined &&
      login.secret === other.secret &&
      login.entry.location === other.entry.location &&
      sameLogin(login.entry.credential, other.entry.credential)
    );
  });
