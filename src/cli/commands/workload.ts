import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import { type Workload, workloadKinds } from '../../evidence/workload/kinds.ts';
import { commonFlags, nodeFlag, scanFlags, waitFlag } from '../args/common-flags.ts';
import { connectionFlags } from '../args/connection-flags.ts';
import { namedOrSought } from '../args/named-or-sought.ts';
import { probeFlags } from '../args/probe-flags.ts';
import { withoutLetters } from '../args/without-letters.ts';
import { runDiagnosis } from '../run/run-diagnosis.ts';

/** The command of one workload kind: diagnoses the Pods of its current revision. */
export function workloadCommand(workload: Workload) {
  const { kind } = workloadKinds[workload];
  return class WorkloadCommand extends Command {
    static override summary = `name why the images of a ${kind} cannot be pulled`;
    static override description =
      `Looks at the Pods of the current revision; those that fail in the same way are told once. Where there are none, the Pod template is judged. Without a name: the Pods of every ${kind} of the namespace with a pull problem.`;
    static override usage = `${workload} [NAME…] [flags]`;
    static override strict = false;
    static override args = {
      name: Args.string({ description: `names of ${kind}s`, ignoreStdin: true }),
    };
    static override flags = {
      ...commonFlags,
      ...scanFlags,
      ...waitFlag,
      ...nodeFlag,
      ...probeFlags,
      ...connectionFlags,
    };
    static override examples = [
      `<%= config.bin %> ${workload} web -n shop`,
      `<%= config.bin %> ${workload}/web -o json`,
      `<%= config.bin %> ${workload}/web --wait=2m`,
    ];

    async run(): Promise<void> {
      const { flags, argv } = await this.parse(withoutLetters(WorkloadCommand));
      const { names, scope } = namedOrSought(workload, argv.map(String), flags);
      await runDiagnosis(flags, this.config.version, async (opened) => {
        const source =
          flags.wait === undefined
            ? opened
            : await (await import('../run/wait.ts')).afterWait(opened, flags, { kind: workload, names });
        if (names.length === 0) {
          const { failingPods } = await import('../run/failing-pods.ts');
          return failingPods(source, { ...scope(source.namespace), ownerKind: kind });
        }
        const { namedWorkloads } = await import('../run/named-workloads.ts');
        return namedWorkloads(source, workload, names);
      });
    }
  };
}
