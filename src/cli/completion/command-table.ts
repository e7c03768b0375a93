import type { Command } from '@oclif/core/command';
import { workloadKinds } from '../../evidence/workload/kinds.ts';
import type { Resource } from '../../objects/object-reader.ts';
import type { FlagTable } from '../args/argv.ts';
import { aliases, type CommandId, type KindCommand } from '../args/command-names.ts';
import { anyFlag, flagTable } from '../args/flag-table.ts';
import { commands } from '../command-loaders.ts';

/**
 * What the words of a command name: objects of a resource, rules, a TYPE and names of it (one name:
 * `one target`); null for what nobody can list.
 */
export type Subject = Resource | 'rules' | 'target' | 'one target' | null;

export interface FlagShape {
  readonly name: string;
  readonly char?: string | undefined;
  readonly description: string;
  /**
   * The values of an enumeration, `true` and `false` for a boolean; undefined where any text will
   * do.
   */
  readonly options?: readonly string[] | undefined;
  readonly repeatable: boolean;
}

/** A command as completion sees it, derived from its class. */
export interface CommandShape {
  readonly name: string;
  readonly summary: string;
  readonly subject: Subject;
  /** Takes any number of words, as NAME or as TYPE/NAME; otherwise one NAME. */
  readonly many: boolean;
  readonly flags: readonly FlagShape[];
  readonly table: FlagTable;
}

export interface CommandTable {
  readonly commands: readonly CommandShape[];
  /** Other names of the commands. */
  readonly aliases: ReadonlyMap<string, string>;
  /** The commands whose objects can be collected. */
  readonly targets: readonly string[];
  /** All commands' flags together: they may stand before the command. */
  readonly leading: Pick<CommandShape, 'flags' | 'table'>;
}

type Workloads = Readonly<Record<Exclude<KindCommand, 'pod'>, Resource>>;

const subjects: Readonly<Record<CommandId, Subject>> = {
  ...(Object.fromEntries(
    Object.entries(workloadKinds).map(([name, { resource }]) => [name, resource]),
  ) as Workloads),
  pod: 'pods',
  secret: 'secrets',
  collect: 'target',
  verify: 'one target',
  explain: 'rules',
  completion: null,
  image: null,
  manifest: null,
  version: null,
};

type Flags = Command.Class['flags'];

function flagsOf(flags: Flags): CommandShape['flags'] {
  return Object.entries(flags).flatMap(([name, flag]) => {
    if (flag.hidden) return [];
    const options = flag.type === 'boolean' ? ['true', 'false'] : flag.options;
    const { char, description = '' } = flag;
    return [
      { name, char, description, options, repeatable: flag.type === 'option' && flag.multiple === true },
    ];
  });
}

/** Everything that completion knows of the commands. */
export async function commandTable(): Promise<CommandTable> {
  const shapes = await Promise.all(
    (Object.keys(commands) as CommandId[]).map(async (name): Promise<CommandShape> => {
      const { summary = '', strict, flags } = await commands[name]();
      const shape = { flags: flagsOf(flags), table: flagTable(flags) };
      return { name, summary, subject: subjects[name], many: !strict, ...shape };
    }),
  );
  return {
    commands: shapes,
    aliases,
    targets: ['pod', ...Object.keys(workloadKinds)],
    leading: { flags: oncePerName(shapes.flatMap(({ flags }) => flags)), table: await anyFlag() },
  };
}

/** A flag that several commands have, with the options of all. */
function oncePerName(flags: readonly FlagShape[]): readonly FlagShape[] {
  const byName = Map.groupBy(flags, ({ name }) => name);
  return [...byName.values()].flatMap((same) => {
    const [first] = same;
    const options = [...new Set(same.flatMap((flag) => flag.options ?? []))];
    return first === undefined ? [] : [{ ...first, options: options.length === 0 ? undefined : options }];
  });
}
