import { isIP } from 'node:net';
import type { ProbeAttempt, ProbeResult } from '../model/probe.ts';
import { askEveryWay } from './attempts.ts';
import { readCertificate } from './certificate.ts';
import { type Ask, type NoAnswer, reachedServer, type Send } from './exchange.ts';
import { whatIsMissing } from './missing.ts';
import { openScrubber, sameLogin } from './open-login.ts';
import {
  anonymous,
  type Logins,
  notAsked,
  type ProbeContext,
  type ProbeLogin,
  type ProbeQuestion,
  type Tried,
  type Way,
  wayOf,
} from './question.ts';
import { clockSkew, rateLimitOf, words } from './read-answer.ts';
import { mediaTypeOf, readContent } from './read-content.ts';
import { isIndexType } from './read-index.ts';

/** The host that containerd asks for a registry (core/remotes/docker/registry.go: DefaultHost). */
export const hostOf = (registry: string): string =>
  registry === 'docker.io' ? 'registry-1.docker.io' : registry;

/**
 * Asks a registry about one image, as the runtime of the node would with these logins. Never
 * rejects for what a server does.
 */
export async function askRegistry(question: ProbeQuestion, context: ProbeContext): Promise<ProbeResult> {
  const began = Date.now();
  const { sender, signal, limited } = context;
  const scrubber = openScrubber();
  const asked = hostOf(question.reference.registry);
  let registry = URL.parse(`https://${asked}`);
  const logins = distinctLogins(question);
  for (const { entry } of [...logins.offers, ...logins.candidates]) scrubber.login(entry.credential);
  let requests = 0;
  let skew: number | null = null;
  let rateLimit: ProbeResult['rateLimit'] = null;
  const send = async (ask: Ask) => {
    if (limited.has(ask.url.host)) return afterLimit(ask.url);
    const reply = await sender.send(ask, signal, scrubber.scrub);
    if (reply.kind === 'answer' && reply.status === 429) limited.add(ask.url.host);
    if (reply.kind === 'answer' || reachedServer.has(reply.trouble)) requests++;
    if (reply.kind === 'answer' && reply.url.host === registry?.host) {
      skew ??= clockSkew(reply);
      rateLimit = rateLimitOf(reply, ask.withLogin === true) ?? rateLimit;
    }
    return reply;
  };

  const result = (parts: Parts): ProbeResult => ({
    from: 'workstation',
    proxy: registry === null ? null : sender.proxyTo(registry),
    asked,
    as: question.as,
    platforms: question.platforms,
    requests,
    durationMs: Date.now() - began,
    ...parts,
    attempts: parts.attempts.map((attempt) => ({
      ...attempt,
      ...scrubbed({ error: attempt.error, granted: attempt.granted, says: attempt.says }, scrubber.scrub),
    })),
    ...scrubbed({ manifest: parts.manifest, tags: parts.tags, tls: parts.tls }, scrubber.scrub),
    rateLimit,
    clockSkewSeconds: skew,
  });

  if (registry === null) return unaskedResult(question, sender, `${words(asked)} is no host name`);
  const refusal = await refusedHost(registry, context);
  if (refusal !== null) return unaskedResult(question, sender, refusal);
  const asking = {
    question,
    tokenHosts: context.tokenHosts,
    signal,
    send,
    refused: context.refused,
    keep: scrubber.token,
  };
  let replies = await askEveryWay({ ...asking, registry }, logins);
  if (replies.trouble?.trouble === 'not-tls' && isLocal(registry)) {
    // containerd asks localhost over plain HTTP (core/remotes/docker/registry.go: MatchLocalhost)
    registry = new URL(`http://${asked}`);
    replies = await askEveryWay({ ...asking, registry }, logins);
  }
  const { tried, scheme: challenge, trouble } = replies;
  const attempts = tried.map(({ attempt }) => attempt);
  const tls =
    trouble?.trouble === 'tls' ? await readCertificate(registry, trouble.code, sender, signal) : null;
  if (trouble?.trouble === 'not-tls') await sayPlainHttp(attempts, registry, send);
  const winner = bestOf(tried, 'found');
  if (winner !== null && winner.answer !== null) {
    const content = await readContent(
      {
        registry,
        repository: question.reference.repository,
        authorization: winner.authorization,
        answer: winner.answer,
        reference: question.reference.digest ?? question.reference.tag ?? '',
        platforms: question.platforms,
        headersOnly:
          isHub(registry) &&
          !question.layers &&
          !(question.platformInQuestion && isIndexType(mediaTypeOf(winner.answer))),
        layers: question.layers,
      },
      send,
    );
    if ('manifest' in content)
      return result({ ...empty, challenge, attempts, manifest: content.manifest, tls });
    const { unread } = content;
    const corrected = attempts.map((one) => (one.outcome === 'found' ? { ...one, ...unread } : one));
    return result({ ...empty, challenge, attempts: corrected, tls });
  }
  const loser = bestOf(tried, 'not-found');
  const missing = loser === null ? null : await whatIsMissing(question, registry, loser, send);
  return result({ ...empty, challenge, attempts, tls, ...missing });
}

/** A host that has answered 429 is asked nothing more. */
const afterLimit = ({ host }: URL): NoAnswer => ({
  kind: 'none',
  trouble: 'limit',
  code: 'limit',
  says: `${host} answered 429 before: it is not asked again`,
  flag: null,
});

type Parts = Pick<
  ProbeResult,
  'attempts' | 'challenge' | 'notAsked' | 'missing' | 'manifest' | 'tags' | 'tls'
>;
const empty: Parts = {
  attempts: [],
  challenge: null,
  notAsked: null,
  missing: null,
  manifest: null,
  tags: null,
  tls: null,
};

/** No text of a result holds what was sent, whatever a server put into its answer. */
function scrubbed<T>(value: T, scrub: (text: string) => string): T {
  if (typeof value === 'string') return scrub(value) as T;
  if (Array.isArray(value)) return value.map((one) => scrubbed(one, scrub)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, scrubbed(one, scrub)])) as T;
}

/** Equal logins are sent once. */
function distinctLogins({ offers, candidates }: ProbeQuestion): Logins {
  const kept: ProbeLogin[] = [];
  const isNew = (login: ProbeLogin) => {
    const known = kept.some((one) => sameLogin(one.entry.credential, login.entry.credential));
    if (!known) kept.push(login);
    return !known;
  };
  return { offers: offers.filter(isNew), candidates: candidates.filter(isNew) };
}

const everyWay = ({ offers }: Logins): readonly Way[] => [anonymous, ...offers.map(wayOf)];

const bestOf = (tried: readonly Tried[], outcome: ProbeAttempt['outcome']): Tried | null => {
  const good = tried.filter(({ attempt }) => attempt.outcome === outcome);
  return good.find(({ attempt }) => attempt.as === 'offer') ?? good[0] ?? null;
};

async function refusedHost(registry: URL, { sender }: ProbeContext): Promise<string | null> {
  try {
    const check = await sender.hosts.check(registry.hostname, sender.proxyTo(registry) !== null);
    if (check.refused === null) return null;
    return `${check.refused}${check.flag === null ? '' : `; ${check.flag} allows it`}`;
  } catch {
    // the request itself says what is wrong with the name
    return null;
  }
}

const isHub = (registry: URL) => registry.hostname === 'registry-1.docker.io';
const isLocal = ({ hostname }: URL) =>
  hostname === 'localhost' || (isIP(hostname) === 4 && hostname.startsWith('127.')) || hostname === '[::1]';

async function sayPlainHttp(attempts: ProbeAttempt[], registry: URL, send: Send): Promise<void> {
  const plain = new URL(`http://${registry.host}/v2/`);
  const reply = await send({ method: 'GET', url: plain, registry, longest: 4096 });
  const [first] = attempts;
  if (reply.kind === 'answer' && first !== undefined)
    attempts[0] = {
      ...first,
      says: `${registry.host} speaks plain HTTP, and answered ${reply.status} there`,
    };
}

/** The result of a question that was not put. */
export const unaskedResult = (
  question: ProbeQuestion,
  sender: ProbeContext['sender'],
  says: string,
): ProbeResult => {
  const asked = hostOf(question.reference.registry);
  const url = URL.parse(`https://${asked}`);
  return {
    ...empty,
    from: 'workstation',
    proxy: url === null ? null : sender.proxyTo(url),
    asked,
    as: question.as,
    platforms: question.platforms,
    requests: 0,
    durationMs: 0,
    notAsked: says,
    attempts: everyWay(distinctLogins(question)).map((way) => notAsked(way, says)),
    rateLimit: null,
    clockSkewSeconds: null,
  };
};
