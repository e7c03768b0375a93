import { Args, Command, Flags } from '@oclif/core';
import { diagnose } from '../diagnose.ts';
import type { PodDiagnosis } from '../model/diagnosis.ts';
import { commonFlags } from './common-flags.ts';
import { carriedFlags, connectionFlags } from './connection-flags.ts';
import { type EvidenceSource, openSource } from './evidence-source.ts';
import { failingPods } from './failing-pods.ts';
import { PodProblem, podByName } from './find-pods.ts';
import { writeReport } from './output.ts';

/** What was looked at and what came of it; `unread` are the Pods that could not be read, a line each. */
interface Outcome {
  readonly diagnoses: readonly PodDiagnosis[];
  readonly podsScanned: number;
  readonly unread: readonly string[];
}

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
    ...connectionFlags,
  };
  static override examples = [
    '<%= config.bin %> pod web -n shop',
    '<%= config.bin %> pod -A -o json',
    '$ kubectl get pod,event,secret,serviceaccount -n shop -o yaml | <%= config.bin %> pod web --from -',
  ];

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Pod);
    const names = argv.map((word) => String(word).replace(/^(pods?|po)\//, ''));
    const log = (line: string) => {
      if (flags.debug) process.stderr.write(`${line}\n`);
    };
    const source = await openSource(flags.from, flags, log);
    try {
      const scope = {
        namespace: flags['all-namespaces'] ? null : source.namespace,
        labelSelector: flags.selector,
        fieldSelector: flags['field-selector'],
      };
      const { diagnoses, podsScanned, unread } =
        names.length > 0 ? await named(source, names) : await failingPods(source, scope);
      const failing = diagnoses.some(({ images }) => images.some((image) => image.status === 'failing'));
      for (const line of unread) process.stderr.write(`error: ${line}\n`);
      if (diagnoses.length > 0 || unread.length === 0) {
        writeReport(
          diagnoses,
          {
            version: this.config.version,
            source: source.source,
            podsScanned,
            connection: carriedFlags(flags),
          },
          flags,
          scope.namespace,
        );
      }
      process.exitCode = unread.length > 0 ? 3 : failing && !flags['exit-zero'] ? 1 : 0;
    } finally {
      await source.close();
    }
  }
}

async function named(source: EvidenceSource, names: readonly string[]): Promise<Outcome> {
  const { reader, namespace, occasion } = source;
  const reads = await Promise.all(
    [...new Set(names)].map((name) =>
      podByName(reader, namespace, name, occasion).catch((error: unknown) => {
        if (error instanceof PodProblem) return error.message;
        throw error;
      }),
    ),
  );
  const diagnoses = reads.flatMap((read) => (typeof read === 'string' ? [] : [diagnose(read)]));
  return {
    diagnoses,
    podsScanned: diagnoses.length,
    unread: reads.filter((read) => typeof read === 'string'),
  };
}
