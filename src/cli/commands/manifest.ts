import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import type { KubeObject } from '../../objects/object-reader.ts';
import { InputError } from '../../sources/files/input-error.ts';
import { offlineReader } from '../../sources/files/offline-reader.ts';
import { readInput } from '../../sources/files/read-input.ts';
import { overlayReader } from '../../sources/overlay-reader.ts';
import { UsageError } from '../args/argv.ts';
import { commonFlags } from '../args/common-flags.ts';
import { connectionFlags } from '../args/connection-flags.ts';
import { withoutLetters } from '../args/without-letters.ts';
import { preflight, templatesOf } from '../run/preflight.ts';
import { runDiagnosis } from '../run/run-diagnosis.ts';

export default class Manifest extends Command {
  static override summary = 'tell what manifests would pull, and with what, before they are applied';
  static override description =
    'Judges every Pod template of the manifests, those inside custom resources too. Secrets and ServiceAccounts in the manifests win over the cluster’s. For CI: exits with 1 where a pull would fail for what is written. Asks no registry.';
  static override usage = 'manifest -f FILE|DIR|- [flags]';
  static override flags = {
    ...commonFlags,
    filename: Flags.string({
      char: 'f',
      description: 'manifests: a file, a directory or - (standard input)',
      helpValue: 'FILE|DIR|-',
      required: true,
    }),
    ...connectionFlags,
  };
  static override examples = [
    '<%= config.bin %> manifest -f deploy/',
    '$ kubectl kustomize overlays/prod | <%= config.bin %> manifest -f - -n shop',
  ];

  async run(): Promise<void> {
    const { flags } = await this.parse(withoutLetters(Manifest));
    if (flags.filename === '') throw new UsageError('--filename names no file');
    const written = await readInput(flags.filename, process.stdin);
    await runDiagnosis(flags, this.config.version, (source) => {
      const objects = written.map((object) => inNamespace(object, source.namespace ?? 'default'));
      const templates = objects.flatMap(templatesOf);
      if (templates.length === 0) throw new InputError(`${flags.filename} holds no Pod template`);
      return preflight(source, overlayReader(offlineReader(objects), source.reader), templates);
    });
  }
}

/** As kubectl does: an object without a namespace gets the one of -n or of the context. */
const inNamespace = (object: KubeObject, namespace: string): KubeObject =>
  object.metadata.namespace === undefined
    ? { ...object, metadata: { ...object.metadata, namespace } }
    : object;
