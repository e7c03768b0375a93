import { isIP } from 'node:net';
import { redactWords } from '../kubelet/redact-words.ts';
import type { ProbeAttempt, ProbeRateLimit } from '../model/probe.ts';
import { oneLine } from '../text/one-line.ts';
import type { Answer } from './exchange.ts';

const longestWords = 200;

/** The body as a JSON object; null for anything else. */
export function jsonBody({ body, cut }: Answer): Readonly<Record<string, unknown>> | null {
  if (cut) return null;
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** A registry's words as they may be shown: one line, 200 characters, no credential. */
export function words(text: unknown): string {
  if (typeof text !== 'string') return '';
  const line = oneLine(redactWords(text.slice(0, 2000)).replaceAll(/\s+/g, ' '));
  return line.length > longestWords ? `${line.slice(0, longestWords - 1)}…` : line;
}

/**
 * The first error of a body in the form of the distribution specification, or of a token server
 * (`details`, `error`).
 */
export function errorOf(answer: Answer): ProbeAttempt['error'] {
  const json = jsonBody(answer);
  if (json === null) return null;
  const [first] = Array.isArray(json['errors']) ? json['errors'] : [];
  if (typeof first === 'object' && first !== null) {
    const { code, message } = first as Record<string, unknown>;
    return { code: words(code), message: words(message) };
  }
  const message = words(json['details'] ?? json['error_description'] ?? json['message'] ?? json['error']);
  return message === '' ? null : { code: words(json['code']), message };
}

/** A page for people: of a proxy, a login page, a firewall. */
export const isWebPage = (answer: Answer): boolean =>
  /^\s*(?:text\/html|application\/xhtml)/i.test(answer.header('content-type')) ||
  /^\s*<(?:!doctype html|html)/i.test(answer.body.subarray(0, 200).toString('latin1'));

/** What an answer tells of limits (`100;w=21600`); `withLogin`: the request carried one. */
export function rateLimitOf(answer: Answer, withLogin: boolean): ProbeRateLimit | null {
  const read = (names: readonly string[]) => {
    const text = names.map((name) => answer.header(name)).find((one) => one !== '') ?? '';
    const [, count, window] = /^\s*(\d{1,12})(?:.*?;\s*w=(\d{1,12}))?/.exec(text) ?? [];
    return {
      count: count === undefined ? null : Number(count),
      window: window === undefined ? null : Number(window),
    };
  };
  const limit = read(['ratelimit-limit', 'x-ratelimit-limit']);
  const remaining = read(['ratelimit-remaining', 'x-ratelimit-remaining']);
  const retry = retryAfter(answer);
  const nothing = limit.count === null && remaining.count === null;
  if (nothing && answer.status !== 429) return null;
  const source = answer.header('docker-ratelimit-source').trim();
  return {
    limit: limit.count,
    remaining: remaining.count,
    windowSeconds: limit.window ?? remaining.window,
    retryAfterSeconds: retry,
    of: source === '' ? (withLogin ? 'account' : 'address') : isIP(source) !== 0 ? 'address' : 'account',
  };
}

/** Seconds of Retry-After, which is a number or a date. */
function retryAfter(answer: Answer): number | null {
  const text = answer.header('retry-after').trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const at = text === '' ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, Math.round((at - answer.receivedAt) / 1000));
}

/**
 * Seconds by which the server's clock is ahead. A cache says how old its answer is; 0 where the
 * difference is within the round trip.
 */
export function clockSkew(answer: Answer): number | null {
  const date = Date.parse(answer.header('date'));
  if (Number.isNaN(date)) return null;
  const age = /^\d{1,9}$/.test(answer.header('age')) ? Number(answer.header('age')) * 1000 : 0;
  const server = date + age;
  // Date has whole seconds
  if (server + 1000 >= answer.sentAt && server <= answer.receivedAt + 1000) return 0;
  const skew = server < answer.sentAt ? server - answer.sentAt : server - answer.receivedAt;
  return Math.round(skew / 1000);
}
