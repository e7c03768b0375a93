import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import { UsageError } from '../args/argv.ts';
import { commonFlags } from '../args/common-flags.ts';
import { connectionFlags } from '../args/connection-flags.ts';
import { objectName } from '../args/object-name.ts';
import { checkSelectors } from '../args/selectors.ts';
import { withoutLetters } from '../args/without-letters.ts';
import { afterRequests } from '../run/after-requests.ts';
import type { EvidenceSource } from '../run/evidence-source.ts';
import { findObject } from '../run/find-object.ts';
import type { Outcome } from '../run/outcome.ts';
import { runDiagnosis } from '../run/run-diagnosis.ts';

export default class Pod extends Command {
  static override summary = 'name why the images of a Pod cannot be pulled';
  static override description =
    'Reads the Pod, its events, pull secrets and ServiceAccount, works out what the kubelet does with them for every image, and prints one verdict with its proof and the command that fixes it. Without a name: every Pod of the namespace with a pull problem.';
  static override usage = 'pod [NAME…] [flags]';
  static override strict = false;
  static override args = {
    name: Args.string({ description: 'names of Pods', ignoreStdin: true }),
  };
  static override flags = {
    ...commonFlags,
    'all-namespaces': Flags.boolean({ char: 'A', description: 'Pods of all namespaces with a pull problem' }),
    selector: Flags.string({ char: 'l', description: 'label selector' }),
    'field-selector': Flags.string({ description: 'field selector' }),
    'chunk-size': Flags.integer({ description: 'Pods read at once; 0 for all', default: 500, min: 0 }),
    'all-findings': Flags.boolean({ description: 'tell every Pod in full, those of one cause too' }),
    warnings: Flags.boolean({ description: 'also Pods that run today but would not pull again' }),
    ...connectionFlags,
  };
  static override examples = [
    '<%= config.bin %> pod web -n shop',
    '<%= config.bin %> pod -A -o json',
    '$ kubectl get pod,event,secret,serviceaccount -n shop -o yaml | <%= config.bin %> pod web --from -',
  ];

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(withoutLetters(Pod));
    const names = argv.map((word) => objectName('pod', String(word)));
    const { selector, 'field-selector': fieldSelector, 'all-namespaces': everywhere } = flags;
    if (names.length > 0 && (selector !== undefined || fieldSelector !== undefined || everywhere))
      throw new UsageError('a Pod is named, or found with -A, -l or --field-selector, not both');
    checkSelectors(flags);
    await runDiagnosis(flags, this.config.version, async (source) => {
      if (names.length > 0) return namedPods(source, names);
      const { failingPods } = await import('../run/failing-pods.ts');
      return failingPods(source, {
        namespace: everywhere ? null : source.namespace,
        labelSelector: selector,
        fieldSelector,
        chunkSize: flags['chunk-size'],
        warnings: flags.warnings,
      });
    });
  }
}

async function namedPods(
  { reader, namespace, occasion }: EvidenceSource,
  names: readonly string[],
): Promise<Outcome> {
  const [sought, { collectPod }, { diagnose }] = await Promise.all([
    Promise.all(
      [...new Set(names)].map((name) =>
        findObject(reader, { resource: 'pods', kind: 'Pod', namespace, name }),
      ),
    ),
    afterRequests(() => import('../../evidence/collect-pod.ts')),
    afterRequests(() => import('../../diagnosis/diagnose.ts')),
  ]);
  const objects = sought.flatMap((one) => ('object' in one ? [one.object] : []));
  const unread = sought.flatMap((one) => ('unread' in one ? [one.unread] : []));
  const evidence = await Promise.all(objects.map((object) => collectPod(reader, object, occasion)));
  return { diagnoses: evidence.map((one) => diagnose(one)), podsScanned: objects.length, unread, namespace };
}
