import type { PullAttempt, PullError } from '../model/pull-error.ts';
import { splitAttempts } from './attempts.ts';
import { isCut } from './cut.ts';
import { furthest } from './furthest.ts';
import { grpcLabel } from './grpc-code.ts';
import { unwrap } from './normalise.ts';
import { readAttempt } from './read-attempt.ts';
import { isVague, reasonLabel, withReason } from './reason.ts';
import { bareReason, stripWrappers } from './wrappers.ts';

/** A waiting reason is one word, except that kubelets since 1.33 put the error of an undecodable pull secret there. */
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
 * Reads a pull error: an event's message, a container's waiting message, or a runtime's error without wrappers.
 * `reason` is the event's or waiting reason. Total: words that name no cause give `unknown` or `backoff-only`.
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

/** What was read already: the status and the events of a Pod, and the Pods of a scan, repeat the same words. */
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
