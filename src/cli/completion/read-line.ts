import { parseFlags } from '../args/argv.ts';
import { commandNamed } from '../args/command-names.ts';
import type { CommandShape, CommandTable } from './command-table.ts';

/** What the words before the one to complete say. */
export interface Line {
  /** Null before there is one, undefined where the word is none. */
  readonly command: CommandShape | null | undefined;
  /**
   * The words that are no flags, behind the command; of `TYPE/NAME` in the command's place the
   * name.
   */
  readonly words: readonly string[];
  /** Values by the flags' long names; a boolean's is `true` or `false`. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  /** The flag whose value the next word is. */
  readonly awaiting: string | null;
  /** Behind `--`: no word is a flag any more. */
  readonly literal: boolean;
}

/** Reads the words as the program itself would, forgiving what it would refuse. */
export function readLine(words: readonly string[], table: CommandTable): Line {
  const given: string[] = [];
  const flags = new Map<string, string[]>();
  let command: Line['command'] = null;
  let awaiting: string | null = null;
  let literal = false;
  const take = (name: string, value: string) => flags.set(name, [...(flags.get(name) ?? []), value]);
  for (const word of words) {
    const known = (command ?? table.leading).table;
    const flagsRead = literal ? null : parseFlags(word, known);
    if (awaiting !== null) {
      take(awaiting, word);
      awaiting = null;
    } else if (flagsRead !== null) {
      for (const { name, value } of flagsRead)
        if (known.booleans.has(name)) take(name, /^(0|f)/i.test(value ?? '') ? 'false' : 'true');
        else if (value === null) awaiting = name;
        else take(name, value);
    } else if (command === null) {
      const [type = '', name] = word.split(/\/(.*)/s);
      command = name === '' ? undefined : findCommand(type, table);
      if (name !== undefined) given.push(name);
    } else if (!literal && word === '--') literal = true;
    else if (literal || !/^-./.test(word)) given.push(word);
  }
  return { command, words: given, flags, awaiting, literal };
}

/** The command of that name or alias. */
export const findCommand = (word: string, { commands }: CommandTable): CommandShape | undefined =>
  commands.find(({ name }) => name === commandNamed(word));
