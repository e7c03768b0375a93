import { oneLine } from '../../text/one-line.ts';
import { parseFlags } from '../args/argv.ts';
import { type CommandTable, commandTable } from './command-table.ts';
import { flagNames, flagValues } from './flags.ts';
import { isFar, lookUp } from './look-up.ts';
import { type Line, readLine } from './read-line.ts';
import { isSecondRun, runAgain } from './run-again.ts';
import { type Candidate, type CompletionRequest, nothing } from './values.ts';
import { words } from './words.ts';

/**
 * What the shell is to do besides (cobra, ShellCompDirective): propose files where there are no
 * candidates, or nothing.
 */
const directives = { files: ':0\n', nothing: ':4\n' } as const;

/** The answer that has no candidates. */
const silence = directives.nothing;

/**
 * Characters that mean nothing to a shell. kubectl's completion for bash hands candidates without
 * descriptions to `compgen -W`, which expands `$(…)` in them, so that a context of that name would
 * be run. Others' names with anything else are left out.
 */
const harmless = /^[\w@/.][\w@%+=:,./-]*$/;

/**
 * The answer in cobra's protocol: a candidate a line, with its description behind a tab, and the
 * directive last.
 */
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

/** What the word under the cursor is. */
export function wanted(line: Line, word: string, table: CommandTable): CompletionRequest {
  const { flags, table: known } = line.command ?? table.leading;
  const valuesOf = (name: string, typed: string, lead = ''): CompletionRequest => {
    const flag = flags.find((one) => one.name === name);
    // of a flag that counts once the last value counts, which may be the same
    const taken = flag?.repeatable ? (line.flags.get(name) ?? []) : [];
    return { values: flagValues(flag), typed, lead, taken };
  };
  if (line.command === undefined) return { values: nothing, typed: word, lead: '', taken: [] };
  if (line.awaiting !== null) return valuesOf(line.awaiting, word);
  if (line.literal || !word.startsWith('-')) return words(line, line.command, word, table);
  const flag = parseFlags(word, known)?.at(-1);
  if (flag === undefined || flag.value === null)
    return {
      values: { kind: 'fixed', candidates: flagNames(line, flags) },
      typed: word,
      lead: '',
      taken: [],
    };
  // behind `=` the shells themselves put the flag before a candidate (`-o=json`), else it is part
  // of the word (`-ojson`)
  const lead = word.slice(0, word.length - flag.value.length);
  return valuesOf(flag.name, flag.value, lead.endsWith('=') ? '' : lead);
}

/** Seconds: a shell that waits longer seems to hang. */
const usualPatience = 1.4;

/**
 * Milliseconds from the start of the process. PULLCHECK_COMPLETION_TIMEOUT is for slow credential
 * plugins and far clusters.
 */
function deadline(asked: string | undefined): number {
  const seconds = Number(asked);
  return 1000 * (seconds > 0 && seconds < 3600 ? seconds : usualPatience);
}

/**
 * Answers kubectl's question for completions (kubectl, pkg/cmd/plugin/plugin_completion.go): the
 * words behind the plugin's name, the last one to be completed. Whatever fails, nothing is said
 * about it: a message would land in the middle of the command line.
 */
export async function complete(words: readonly string[]): Promise<void> {
  process.stdout.write(await answer(words).catch(() => silence));
}

async function answer(words: readonly string[]): Promise<string> {
  const table = await commandTable();
  const line = readLine(words.slice(0, -1), table);
  const want = wanted(line, words.at(-1) ?? '', table);
  if (isFar(want.values) && !isSecondRun())
    return (await runAgain(deadline(process.env['PULLCHECK_COMPLETION_TIMEOUT']))) ?? silence;
  return render(want, await lookUp(want.values, line, process.env));
}
