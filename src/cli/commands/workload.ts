import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import { diagnose } from '../../diagnosis/diagnose.ts';
import { problemOf } from '../../diagnosis/unread.ts';
import { collectPod } from '../../evidence/collect-pod.ts';
import { type Workload, workloadKinds } from '../../evidence/workload/kinds.ts';
import { replicaSetsOf, workloadPods } from '../../evidence/workload/workload-pods.ts';
import type { UnreadEvidence } from '../../model/diagnosis.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { commonFlags } from '../args/common-flags.ts';
import { connectionFlags } from '../args/connection-flags.ts';
import { objectName } from '../args/object-name.ts';
import { withoutLetters } from '../args/without-letters.ts';
import type { EvidenceSource } from '../run/evidence-source.ts';
import { findObject, unreadOf } from '../run/find-object.ts';
import type { Outcome } from '../run/outcome.ts';
import { preflight, templatesOf } from '../run/preflight.ts';
import { runDiagnosis } from '../run/run-diagnosis.ts';

/** The command of one workload kind: diagnoses the Pods of its current revision. */
export function workloadCommand(workload: Workload) {
  const { kind } = workloadKinds[workload];
  return class WorkloadCommand extends Command {
    static override summary = `name why the images of a ${kind} cannot be pulled`;
    static override description =
      'Looks at the Pods of the current revision; those that fail in the same way are told once. Where there are none, the Pod template is judged.';
    static override usage = `${workload} NAME [flags]`;
    static override args = {
      name: Args.string({ description: `name of the ${kind}`, required: true, ignoreStdin: true }),
    };
    static override flags = { ...commonFlags, ...connectionFlags };
    static override examples = [
      `<%= config.bin %> ${workload} web -n shop`,
      `<%= config.bin %> ${workload}/web -o json`,
    ];

    async run(): Promise<void> {
      const { args, flags } = await this.parse(withoutLetters(WorkloadCommand));
      const name = objectName(workload, args.name);
      await runDiagnosis(flags, this.config.version, (source) => look(source, workload, name));
    }
  };
}

async function look(source: EvidenceSource, workload: Workload, name: string): Promise<Outcome> {
  const { reader, namespace, occasion } = source;
  const { kind, resource } = workloadKinds[workload];
  const nothing = { diagnoses: [], podsScanned: 0, namespace };
  const sought = await findObject(reader, { resource, kind, namespace, name });
  if ('unread' in sought) return { ...nothing, unread: [sought.unread] };
  const pods = await workloadPods(reader, workload, sought.object);
  // none (scaled to 0, held by a quota, not run yet), or not in the file: the template tells what they would do
  const none =
    pods.status === 'found'
      ? pods.value.length === 0
      : pods.status === 'failed' && occasion.source === 'file';
  if (none) return preflight(source, reader, templatesOf(sought.object));
  if (pods.status !== 'found') return { ...nothing, unread: [unreadOf(`the Pods of ${kind} ${name}`, pods)] };
  const evidence = await Promise.all(pods.value.map((pod) => collectPod(reader, pod, occasion)));
  return {
    ...nothing,
    diagnoses: evidence.map((one) => diagnose(one)),
    podsScanned: pods.value.length,
    unread: [],
    problems: workload === 'deployment' ? await revisionProblems(source, sought.object) : [],
  };
}

/** Without its ReplicaSets a Deployment's Pods are found by its selector, those of older revisions among them. */
async function revisionProblems(
  { reader, occasion }: EvidenceSource,
  deployment: KubeObject,
): Promise<readonly UnreadEvidence[]> {
  const sets = await replicaSetsOf(reader, deployment);
  const unread = sets.status === 'denied' || (sets.status === 'failed' && occasion.source === 'cluster');
  return unread ? [problemOf('ReplicaSets, which tell the Pods of the current revision', sets)] : [];
}
