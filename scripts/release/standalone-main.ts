import { dirname } from 'node:path';
import { Plugin, run } from '@oclif/core';
import packageFile from '../../package.json' with { type: 'json' };
import { COMMANDS } from '../../src/commands/index.ts';
import { toCommand } from '../../src/commands/to-command.ts';
import { exitCodes, verdictOn } from '../../src/commands/verdict.ts';

async function main(): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? exitCodes.sound : exitCodes.notChecked),
  );
  const root = dirname(process.execPath);
  const pjson = {
    name: 'kubectl-pullcheck',
    version: packageFile.version,
    oclif: {
      bin: 'kubectl-pullcheck',
      commands: { strategy: 'explicit' as const, target: 'none', identifier: 'COMMANDS' },
      additionalHelpFlags: ['-h'],
      topicSeparator: ' ' as const,
    },
  };
  try {
    const options = { isRoot: true, ignoreManifest: true, root, pjson };
    const plugin = new Plugin(options as never);
    // oclif reads commands from files on disk; in a single file they are handed over instead
    Object.assign(plugin, { loadCommandsFromTarget: async () => COMMANDS });
    await plugin.load();
    const plugins = new Map([[plugin.name, plugin]]);
    await run(toCommand(process.argv.slice(2)), { ...options, plugins } as never);
  } catch (error) {
    const [code, line] = verdictOn(error);
    if (code !== 0) process.stderr.write(`error: ${line}\n`);
    process.exitCode = code;
  }
}
void main();
