import { Command } from '@oclif/core/command';
import { withoutLetters } from '../args/without-letters.ts';

const script = `#!/bin/sh
# Completion of kubectl pullcheck, for the shells that kubectl itself completes in (kubectl 1.26 or newer).
# It works as an executable file kubectl_complete-pullcheck in a folder of PATH.
kubectl-pullcheck __complete "$@" 2>/dev/null || echo :4
`;

export default class Completion extends Command {
  static override summary = "print the script that joins this plugin to kubectl's completion";
  static override description =
    'kubectl completes the words of a plugin by asking a program named after it. npm and a checkout bring that program; krew installs one file, and this prints the other.';
  static override usage = 'completion > FILE';
  static override flags = {};
  static override examples = [
    '$ kubectl pullcheck completion > ~/.krew/bin/kubectl_complete-pullcheck\n$ chmod +x ~/.krew/bin/kubectl_complete-pullcheck',
  ];

  async run(): Promise<void> {
    await this.parse(withoutLetters(Completion));
    process.stdout.write(script);
  }
}
