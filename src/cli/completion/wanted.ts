import { parseFlags } from '../args/argv.ts';
import type { CommandTable } from './command-table.ts';
import { flagNames, flagValues } from './flags.ts';
import type { Line } from './read-line.ts';
import { type CompletionRequest, nothing } from './values.ts';
import { words } from './words.ts';

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
  // behind `=` the shells themselves put the flag before a candidate (`-o=json`), else it is part of the word (`-ojson`)
  const lead = word.slice(0, word.length - flag.value.length);
  return valuesOf(flag.name, flag.value, lead.endsWith('=') ? '' : lead);
}
