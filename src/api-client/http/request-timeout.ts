import { ConnectionError } from '../kubeconfig/connection-error.ts';

const defaultTimeout = 30_000;

const unitMilliseconds: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    ns: 1e-6,
    us: 1e-3,
    µs: 1e-3,
    μs: 1e-3,
    ms: 1,
    s: 1000,
    m: 60_000,
    h: 3_600_000,
  }),
);

/**
 * Milliseconds of kubectl's --request-timeout: bare seconds or a Go duration, 0 for none (null).
 * Not given, it is 30 s, where kubectl would wait for ever.
 */
export function parseRequestTimeout(text: string | undefined): number | null {
  if (text === undefined || text === '') return defaultTimeout;
  const milliseconds = parseDuration(text);
  if (milliseconds === null)
    throw new ConnectionError(
      `--request-timeout "${text}" is neither seconds nor a duration such as 1s, 2m or 1h30m`,
    );
  return milliseconds === 0 ? null : milliseconds;
}

/**
 * Milliseconds of bare seconds or a Go duration, whole and no more than a timer takes; null for
 * anything else.
 */
export function parseDuration(text: string): number | null {
  const parts = /^\d+$/.test(text) ? [[text, 's'] as const] : goDuration(text);
  if (parts === null) return null;
  const sum = parts.reduce(
    (all, [count, unit]) => all + Number(count) * (unitMilliseconds.get(unit) ?? 0),
    0,
  );
  return sum === 0 ? 0 : Math.min(Math.max(1, Math.round(sum)), 2 ** 31 - 1);
}

/**
 * The parts of a Go duration (time.ParseDuration), without its sign: a negative timeout is a
 * mistake.
 */
function goDuration(text: string): readonly (readonly [string, string])[] | null {
  const part = /(?<![\d.])(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;
  if (text === '+0') return [['0', 's']];
  const unsigned = text.replace(/^\+/, '');
  if (unsigned === '' || unsigned.replaceAll(part, '') !== '') return null;
  return [...unsigned.matchAll(part)].map((match) => [match[1] ?? '', match[2] ?? '']);
}
