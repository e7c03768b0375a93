import { Config, Plugin } from '@oclif/core/config';
import { Help } from '@oclif/core/help';
import type { CommandId } from './args/command-names.ts';
import { commands } from './command-loaders.ts';
import { name, root, version } from './program.ts';

/** Prints the help of a command, or with null of the program, in oclif's form. */
export async function showHelp(command: CommandId | null): Promise<void> {
  const oclif = { bin: name, commands: '', additionalHelpFlags: ['-h'], topicSeparator: ' ' as const };
  const pjson = { name, version, oclif };
  const options = { root, pjson, isRoot: true, ignoreManifest: true };
  // oclif would look for the commands in files; they are in the bundle
  const plugin = new Plugin(options);
  Object.assign(plugin, {
    getCommandIDs: async () => Object.keys(commands),
    findCommand: async (id: CommandId) => Object.assign(await commands[id](), { id, plugin }),
  });
  await plugin.load();
  const config = new Config({ ...options, plugins: new Map([[name, plugin]]) });
  await config.load();
  // named as it is called; the bin name itself has to be the file's, since oclif derives folders and variables from it
  const help = new Help(Object.create(config, { bin: { value: 'kubectl pullcheck' } }));
  await help.showHelp(command === null ? [] : [command]);
}
