import { oneLine } from '../../text/one-line.ts';
import type { Candidate, CompletionRequest } from './values.ts';

/** What the shell is to do besides (cobra, ShellCompDirective): propose files where there are no candidates, or nothing. */
const directives = { files: ':0\n', nothing: ':4\n' } as const;

/** The answer that has no candidates. */
export const silence = directives.nothing;

/**
 * Characters that mean nothing to a shell. kubectl's completion for bash hands candidates without descriptions to `compgen -W`, which
 * expands `$(…)` in them, so that a context of that name would be run. Others' names with anything else are left out.
 */
const harmless = /^[\w@/.][\w@%+=:,./-]*$/;

/** The answer in cobra's protocol: a candidate a line, with its description behind a tab, and the directive last. */
export function render(wanted: CompletionRequest, candidates: readonly Candidate[]): string {
  if (wanted.values.kind === 'files') return directives.files;
  const { typed, lead, taken } = wanted;
  const isOurs = wanted.values.kind === 'fixed';
  const fit = candidates.filter(
    ({ value }) => value.startsWith(typed) && !taken.includes(value) && (isOurs || harmless.test(value)),
  );
  const lines = fit.map(({ value, description = '' }) => {
    const shown = oneLine(description);
    return shown === '' ? `${lead}${value}\n` : `${lead}${value}\t${shown}\n`;
  });
  return [...new Set(lines), directives.nothing].join('');
}
