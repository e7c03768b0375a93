import type { Why } from '../../model/finding.ts';
import type { ImageContext } from '../define-rule.ts';
import { changes } from './changed.ts';
import { lastAttempt } from './last-attempt.ts';
import { secretSource } from './sources.ts';

/**
 * Secrets that changed after the last attempt, and when that was; nothing where none did. `names`
 * limits it to these.
 */
export function changedSince(pull: ImageContext, names?: readonly string[]): readonly Why[] {
  const last = Date.parse(lastAttempt(pull) ?? '');
  const changed = secretChanges(pull, names).filter((one) => Date.parse(one.at) > last);
  return changed.length === 0 ? [] : [...changed.map((one) => one.why), attemptAt(pull)];
}

/** When these secrets were last written. */
export const writtenAt = (pull: ImageContext, names: readonly string[]) =>
  secretChanges(pull, names).map((one) => one.why);

const secretChanges = (pull: ImageContext, names?: readonly string[]) => {
  const sources = names?.map((name) => secretSource(pull, name));
  return changes(pull).filter((one) => one.read && (sources?.includes(one.source) ?? true));
};

/** When the kubelet last tried. */
export const attemptAt = (pull: ImageContext): Why => ({
  source: 'kubelet',
  says: `the last attempt was at ${lastAttempt(pull) ?? 'a time that no event holds any more'}`,
});
