import type { PullAttempt, PullError, PullErrorLabel } from '../model/pull-error.ts';
import { furthest } from './furthest.ts';
import { unwrap } from './normalise.ts';
import { readAttempt } from './read-attempt.ts';
import { isVague, reasonLabel, withReason } from './reason.ts';
import { bareReason, stripWrappers } from './wrappers.ts';

const unfinished: readonly RegExp[] = [
  /(?:…|\.\.\.)["')\]]*$/,
  /[:,([=]$/,
  /\b(?:Get|Head|Post|request to|desc|dial tcp|signed by|failed to|lookup|on|for|from|code) ?=?$/i,
  /(?:failed to do request: |request to )(?:(?:Get|Head|Post) )?"?https?:\/\/[^\s"]{0,4000}"?:?$/i,
];

// containers/image shows the first 50 bytes of an answer and dots by design
const quotedBody = /StatusCode: \d{3}, .{0,80}\.\.\.$/;

/**
 * Whether the words end in the middle: an open quote or list, trailing dots, a wrapper with nothing
 * behind it.
 */
function isCut(line: string): boolean {
  const text = line.trimEnd();
  if (text === '' || quotedBody.test(text)) return false;
  const tail = text.slice(-5000);
  if (unfinished.some((ending) => ending.test(tail))) return true;
  const odd = (text.split('"').length - 1) % 2 === 1;
  const opens = /(?:^|[\s([=])$/.test(text.slice(0, text.lastIndexOf('"')).slice(-2));
  return (odd && opens) || (text.startsWith('[') && !/\]["')]*$/.test(tail));
}

// google.golang.org/grpc/codes; kubelets of the 1.6 era print the number
const grpcLabels: ReadonlyMap<string, PullErrorLabel> = new Map(
  Object.entries<PullErrorLabel>({
    Canceled: 'pull-timeout',
    '1': 'pull-timeout',
    DeadlineExceeded: 'pull-timeout',
    '4': 'pull-timeout',
    Unavailable: 'runtime-unavailable',
    '14': 'runtime-unavailable',
  }),
);

/** What the gRPC code says where the words behind it name no cause; null where it says nothing. */
function grpcLabel(line: string): PullErrorLabel | null {
  const code = /rpc error: code = (\w{1,30})\b/.exec(line)?.[1] ?? '';
  return grpcLabels.get(code) ?? null;
}

// The kubelet joins one error per credential as `[e1, e2]` (k8s.io/apimachinery,
// errors.NewAggregate). Commas and brackets occur inside the errors too, so an entry is known by
// how a runtime's error begins.
const opening = new RegExp(
  `(?:${[
    'rpc error: code = ',
    'failed to (?:pull|resolve|copy|authorize|do request|unpack|extract|commit|prepare|register|fetch)',
    'unable to (?:pull|retrieve|parse)',
    'initializing source',
    'pinging container registry',
    '(?:copying|reading|writing|choosing|parsing|determining|requesting) \\w',
    'Error (?:response from daemon|initializing|reading|choosing|determining|writing|parsing|pinging)',
    '(?:RegistryUnavailable|SignatureValidationFailed)\\b',
    'Source image rejected',
    'short[- ]name',
    '(?:Get|Head|Post) "?https?://',
    '(?:unauthorized|denied|toomanyrequests|unknown|manifest unknown|name unknown)(?::|$)',
    'pull access denied',
    'manifest for ',
    'no (?:matching manifest|match for platform|basic auth)',
    'received unexpected HTTP status',
    'error (?:parsing|pulling|from registry)',
    'context (?:canceled|deadline)',
    '\\(Mirrors also failed',
  ].join('|')})`,
  'i',
);

/** One text per credential that the kubelet tried; a text that is no list is its only entry. */
function splitAttempts(stripped: string): readonly string[] {
  const text = stripped.trim();
  if (!text.startsWith('[') || !opening.test(text.slice(1, 60))) return [text];
  const inside = text.slice(1).replace(/\]"?$/, '');
  const entries: string[] = [];
  for (const piece of inside.split(/, (?=\S)/)) {
    const last = entries.length - 1;
    if (last >= 0 && opening.exec(piece.slice(0, 60))?.index !== 0) entries[last] += `, ${piece}`;
    else entries.push(piece);
  }
  return entries;
}

/**
 * A waiting reason is one word, except that kubelets since 1.33 put the error of an undecodable
 * pull secret there.
 */
const isSentence = (reason: string): boolean => /\s/.test(reason.trim());

function readLine(line: string, reason: string): PullError {
  const stripped = stripWrappers(line);
  const bare = bareReason(stripped);
  const saysNothing =
    stripped.trim() === '' && (/back-?off/i.test(line) || reasonLabel(reason, true) === 'backoff-only');
  const read = splitAttempts(stripped).map(readAttempt);
  const [first, ...others] = read as [PullAttempt, ...PullAttempt[]]; // splitAttempts never gives an empty list
  const decides = furthest([first, ...others]);
  const ofReason = saysNothing ? 'backoff-only' : bare === null ? null : reasonLabel(bare, true);
  const label =
    decides.label === 'unknown' && decides.party === null ? (grpcLabel(line) ?? 'unknown') : decides.label;
  return { ...decides, label: ofReason ?? label, attempts: [first, ...others], cut: isCut(line) };
}

/**
 * Reads a pull error: an event's message, a container's waiting message, or a runtime's error
 * without wrappers. `reason` is the event's or waiting reason. Total: words that name no cause give
 * `unknown` or `backoff-only`.
 */
export function classifyPullError(text: string, reason = ''): PullError {
  const key = JSON.stringify([text, reason]);
  const known = read.get(key);
  if (known !== undefined) return known;
  const error = readError(text, reason);
  if (read.size >= mostRead) read.clear();
  read.set(key, error);
  return error;
}

/**
 * What was read already: the status and the events of a Pod, and the Pods of a scan, repeat the
 * same words.
 */
const read = new Map<string, PullError>();
const mostRead = 500;

function readError(text: string, reason: string): PullError {
  const [line = '', ...joined] = unwrap(text);
  const atSpaces = readLine(line, reason);
  const insideWords = isVague(atSpaces.label)
    ? joined.map((other) => readLine(other, reason)).find((read) => !isVague(read.label))
    : undefined;
  const said = insideWords ?? atSpaces;
  if (isVague(said.label) && isSentence(reason)) return { ...classifyPullError(reason), text, cut: said.cut };
  return { ...said, text, label: withReason(said.label, reason, line) };
}
