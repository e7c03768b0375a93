import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import { similarCommands } from '../args/command-names.ts';
import { commonFlags, nodeFlag, scanFlags, waitFlag } from '../args/common-flags.ts';
import { connectionFlags } from '../args/connection-flags.ts';
import { namedOrSought } from '../args/named-or-sought.ts';
import { probeFlags } from '../args/probe-flags.ts';
import { withoutLetters } from '../args/without-letters.ts';
import { afterRequests } from '../run/after-requests.ts';
import type { EvidenceSource } from '../run/evidence-source.ts';
import { objectSaid, orFault } from '../run/fault.ts';
import { findObject } from '../run/find-object.ts';
import { joinOutcomes, type Outcome } from '../run/outcome.ts';
import { runDiagnosis } from '../run/run-diagnosis.ts';

export default class Pod extends Command {
  static override summary = "diagnose why a Pod's images cannot be pulled";
  static override description =
    'Reads the Pod, its events, pull secrets and ServiceAccount, works out what the kubelet does with them for every image, and prints one verdict with its proof and the command that fixes it. Without a name: every Pod of the namespace with a pull problem.';
  static override usage = 'pod [NAME…] [flags]';
  static override strict = false;
  static override args = {
    name: Args.string({ description: 'names of Pods', ignoreStdin: true }),
  };
  static override flags = {
    ...commonFlags,
    ...scanFlags,
    ...waitFlag,
    ...nodeFlag,
    'any-kind': Flags.boolean({ description: 'the name may be a workload’s', hidden: true }),
    ...probeFlags,
    ...connectionFlags,
  };
  static override examples = [
    '<%= config.bin %> pod web -n shop',
    '<%= config.bin %> pod -A -o json',
    '<%= config.bin %> pod web --wait',
    '$ kubectl get pod,event,secret,serviceaccount -n shop -o yaml | <%= config.bin %> pod web --from -',
  ];

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(withoutLetters(Pod));
    const { names, scope } = namedOrSought('pod', argv.map(String), flags);
    const anyKind = flags['any-kind'];
    await runDiagnosis(flags, this.config.version, async (opened) => {
      const source =
        flags.wait === undefined
          ? opened
          : await (await import('../run/wait.ts')).afterWait(opened, flags, { kind: 'pod', names, anyKind });
      if (names.length > 0) return namedPods(source, names, anyKind);
      const { failingPods } = await import('../run/failing-pods.ts');
      return failingPods(source, scope(source.namespace));
    });
  }
}

/** With `anyKind` a name that no Pod has may be a workload's. */
async function namedPods(
  source: EvidenceSource,
  names: readonly string[],
  anyKind: boolean,
): Promise<Outcome> {
  const { reader, namespace, occasion } = source;
  const [sought, { collectPod }, { diagnose }] = await Promise.all([
    Promise.all(
      [...new Set(names)].map(async (name) => ({
        name,
        found: await findObject(reader, { resource: 'pods', kind: 'Pod', namespace, name }),
      })),
    ),
    afterRequests(() => import('../../evidence/collect-pod.ts')),
    afterRequests(() => import('../../diagnosis/diagnose.ts')),
  ]);
  const outcomes = sought.map(async ({ name, found }): Promise<Outcome> => {
    const nothing = { diagnoses: [], podsScanned: 0, namespace, unread: [] };
    if ('object' in found) {
      const { object } = found;
      const done = await orFault(objectSaid('Pod', object.metadata), async () =>
        diagnose(await source.probed(await collectPod(reader, object, occasion))),
      );
      return 'unread' in done
        ? { ...nothing, podsScanned: 1, unread: [done.unread] }
        : { ...nothing, podsScanned: 1, diagnoses: [done.value] };
    }
    // a namespace that does not exist has no workload either
    if (!anyKind || found.unread.problem !== null || !found.unread.says.startsWith('Pod '))
      return { ...nothing, unread: [found.unread] };
    const { workloadOfAnyKind } = await import('../run/named-workloads.ts');
    const workload = await workloadOfAnyKind(source, name);
    const says = `${found.unread.says}; no workload is named ${name} either${similarCommands(name)}`;
    return workload ?? { ...nothing, unread: [{ ...found.unread, says }] };
  });
  return joinOutcomes(await Promise.all(outcomes), namespace);
}
