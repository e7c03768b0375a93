import type * as Interfaces from '@oclif/core/interfaces';
import type { FlagTable } from './argv.ts';
import { commands } from './index.ts';

/** What the normaliser has to know of a command's flags. */
export function flagTable(flags: Interfaces.FlagInput): FlagTable {
  const entries = Object.entries(flags);
  const named = (is: (flag: Interfaces.FlagInput[string]) => boolean) =>
    new Set(entries.flatMap(([name, flag]) => (is(flag) ? [name] : [])));
  return {
    booleans: named((flag) => flag.type === 'boolean'),
    valued: named((flag) => flag.type === 'option'),
    repeatable: named((flag) => flag.type === 'option' && flag.multiple === true),
    short: new Map(
      entries.flatMap(([name, { char }]) => (char === undefined ? [] : [[char, name] as const])),
    ),
  };
}

/** The flags of all commands together: what stands before a command is read with them. */
export async function anyFlag() {
  const classes = await Promise.all(Object.values(commands).map((load) => load()));
  return flagTable(Object.assign({}, ...classes.map(({ flags }) => flags)));
}
