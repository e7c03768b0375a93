import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import { withoutLetters } from '../args/without-letters.ts';
import { completionScript, installCompletion, uninstallCompletion } from '../run/install-completion.ts';

export default class Completion extends Command {
  static override summary = "join this plugin to kubectl's completion";
  static override description =
    'kubectl completes the words of a plugin by asking a program named after it. npm and a checkout bring that program; krew installs one file, and --install puts the other beside it. Without a flag the script is printed.';
  static override usage = 'completion [--install | --uninstall]';
  static override flags = {
    install: Flags.boolean({
      description: 'put the script where PATH has kubectl-pullcheck',
      exclusive: ['uninstall'],
    }),
    uninstall: Flags.boolean({ description: 'remove what --install put there' }),
  };
  static override examples = ['<%= config.bin %> completion --install'];

  async run(): Promise<void> {
    const { flags } = await this.parse(withoutLetters(Completion));
    if (flags.install) process.stdout.write(`${await installCompletion(process.env)}\n`);
    else if (flags.uninstall) process.stdout.write(`${await uninstallCompletion(process.env)}\n`);
    else process.stdout.write(completionScript);
  }
}
