import type { Command } from '@oclif/core/command';
import { Config, Plugin } from '@oclif/core/config';
import { Help } from '@oclif/core/help';
import { workloadKinds } from '../evidence/workload/kinds.ts';
import type { CommandId } from './args/command-names.ts';
import { commands } from './command-loaders.ts';
import { name, root, version } from './program.ts';

const examples = `  kubectl pullcheck web -n shop            why the images of Pod (or Deployment …) web cannot be pulled
  kubectl pullcheck pod -A                 every Pod of the cluster with a pull problem
  kubectl pullcheck manifest -f deploy/    what would not be pulled, before it is applied`;

/** The commands in the order of their use; the workloads' share a line. */
const inOrder: readonly (CommandId | 'TYPE NAME')[] = [
  'pod',
  'TYPE NAME',
  'secret',
  'image',
  'manifest',
  'explain',
  'verify',
  'collect',
  'completion',
  'version',
];

/** Prints the help of a command in oclif's form, or with null of the program. */
export async function showHelp(command: CommandId | null): Promise<void> {
  await (command === null ? showProgram() : showCommand(command));
}

async function showProgram(): Promise<void> {
  const lines = await Promise.all(
    inOrder.map(async (id) =>
      id === 'TYPE NAME'
        ? [id, `the same for the Pods of a ${Object.keys(workloadKinds).join(', ')}`]
        : [id, (await commands[id]()).summary ?? ''],
    ),
  );
  process.stdout.write(
    `Names the mistake behind ImagePullBackOff, with its proof and the command that fixes it.

Examples:
${examples}

Commands:
${lines.map(([id = '', summary]) => `  ${id.padEnd(12)}${summary}`).join('\n')}

Use "kubectl pullcheck COMMAND --help" for more about a command. kubectl's connection flags (-n, --context, --kubeconfig …) work everywhere.
`,
  );
}

async function showCommand(command: CommandId): Promise<void> {
  const oclif = { bin: name, commands: '', additionalHelpFlags: ['-h'], topicSeparator: ' ' as const };
  const pjson = { name, version, oclif };
  const options = { root, pjson, isRoot: true, ignoreManifest: true };
  // oclif would look for the commands in files; they are in the bundle
  const plugin = new Plugin(options);
  Object.assign(plugin, {
    getCommandIDs: async () => Object.keys(commands),
    findCommand: async (id: CommandId) => {
      const found = await commands[id]();
      return Object.assign(found, { id, plugin, flags: withSpelledOptions(found.flags) });
    },
  });
  await plugin.load();
  const config = new Config({ ...options, plugins: new Map([[name, plugin]]) });
  await config.load();
  // named as it is called; the bin name itself has to be the file's, since oclif derives folders
  // and variables from it
  const help = new Help(Object.create(config, { bin: { value: 'kubectl pullcheck' } }));
  await help.showHelp([command]);
}

type FlagTable = Command.Class['flags'];

/** oclif writes the values of a flag as one word, `a|b|c`, and breaks it in its middle. */
const withSpelledOptions = (flags: FlagTable): FlagTable =>
  Object.fromEntries(
    Object.entries(flags).map(([flag, definition]) => {
      if (definition.type !== 'option' || definition.options === undefined) return [flag, definition];
      const { options, description = '', helpValue = '<option>', ...rest } = definition;
      const told = options.every((option) => description.includes(option));
      const values = told ? '' : `: ${options.join(', ')}`;
      return [flag, { ...rest, helpValue, description: description + values }];
    }),
  );
