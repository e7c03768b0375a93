import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import type { KubeObject } from '../../objects/object-reader.ts';
import { InputError, usualLimits } from '../../sources/files/input-limits.ts';
import { offlineReader } from '../../sources/files/offline-reader.ts';
import { readInput } from '../../sources/files/read-input.ts';
import { overlayReader } from '../../sources/overlay-reader.ts';
import { UsageError } from '../args/argv.ts';
import { commonFlags, scanFlags } from '../args/common-flags.ts';
import { connectionFlags } from '../args/connection-flags.ts';
import { preflightProbeFlags } from '../args/probe-flags.ts';
import { withoutLetters } from '../args/without-letters.ts';
import { preflight, templatesOf } from '../run/preflight.ts';
import { runDiagnosis } from '../run/run-diagnosis.ts';

export default class Manifest extends Command {
  static override summary = 'tell what manifests would pull, and with what, before they are applied';
  static override description =
    'Judges every Pod template of the manifests, those inside custom resources too. Secrets and ServiceAccounts in the manifests win over the cluster’s. For CI: exits with 1 where a pull would fail for what is written. Asks no registry without --probe.';
  static override usage = 'manifest FILE|DIR|- [flags]';
  static override args = {
    file: Args.string({ description: 'manifests: the same as -f', ignoreStdin: true }),
  };
  static override flags = {
    ...commonFlags,
    filename: Flags.string({
      char: 'f',
      description: 'manifests: a file, a directory or - (standard input); may be given more than once',
      helpValue: 'FILE|DIR|-',
      multiple: true,
      multipleNonGreedy: true,
    }),
    kustomize: Flags.string({
      char: 'k',
      description: 'a kustomization directory, built by kubectl kustomize',
      helpValue: 'DIR',
    }),
    'all-findings': scanFlags['all-findings'],
    ...preflightProbeFlags,
    ...connectionFlags,
  };
  static override examples = [
    '<%= config.bin %> manifest -f deploy/',
    '<%= config.bin %> manifest -k overlays/prod -n shop',
    '$ helm template ./chart | <%= config.bin %> manifest -f -',
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(withoutLetters(Manifest));
    const places = [args.file, flags.filename?.[0], flags.kustomize].filter((one) => one !== undefined);
    if (places.length === 0) throw new UsageError('name the manifests: manifest -f FILE|DIR|-, or -k DIR');
    if (places.length > 1) throw new UsageError('manifests come from one place: FILE, -f or -k');
    const given = flags.filename ?? places;
    if (given.includes('')) throw new UsageError('the name of the manifests is empty');
    if (given.filter((one) => one === '-').length > 1)
      throw new UsageError('standard input can be read once: -f - was given twice');
    const written: KubeObject[] = [];
    for (const one of given)
      written.push(
        ...(flags.kustomize === undefined
          ? await readInput(one, process.stdin, usualLimits, true)
          : await (await import('../run/kustomize.ts')).kustomize(one)),
      );
    await runDiagnosis(flags, this.config.version, (source) => {
      const objects = written.map((object) => inNamespace(object, source.namespace ?? 'default'));
      const templates = objects.flatMap(templatesOf);
      if (templates.length === 0) throw new InputError(`${given.join(', ')} holds no Pod template`);
      return preflight(source, overlayReader(offlineReader(objects), source.reader), templates);
    });
  }
}

/** As kubectl does: an object without a namespace gets the one of -n or of the context. */
const inNamespace = (object: KubeObject, namespace: string): KubeObject =>
  object.metadata.namespace === undefined
    ? { ...object, metadata: { ...object.metadata, namespace } }
    : object;
