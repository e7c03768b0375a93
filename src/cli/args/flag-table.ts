import type * as Interfaces from '@oclif/core/interfaces';
import { commands } from '../command-loaders.ts';
import type { FlagTable } from './argv.ts';
import { optionalValues } from './probe-flags.ts';

/** What the normaliser has to know of a command's flags, and of --help, which every command has. */
export function flagTable(flags: Interfaces.FlagInput): FlagTable {
  const entries = Object.entries(flags);
  const named = (is: (flag: Interfaces.FlagInput[string]) => boolean) =>
    entries.flatMap(([name, flag]) => (is(flag) ? [name] : []));
  const short = entries.flatMap(([name, { char }]) => (char === undefined ? [] : [[char, name] as const]));
  return {
    booleans: new Set(['help', ...named((flag) => flag.type === 'boolean')]),
    valued: new Set(named((flag) => flag.type === 'option')),
    repeatable: new Set(named((flag) => flag.type === 'option' && flag.multiple === true)),
    optional: new Map([...optionalValues].filter(([name]) => Object.hasOwn(flags, name))),
    short: new Map([['h', 'help'], ...short]),
  };
}

/** The flags of all commands together: what stands before a command is read with them. */
export async function anyFlag() {
  const classes = await Promise.all(Object.values(commands).map((load) => load()));
  return flagTable(Object.assign({}, ...classes.map(({ flags }) => flags)));
}
