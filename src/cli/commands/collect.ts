import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import { permissionText } from '../../diagnosis/unread.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { permission } from '../../objects/resources.ts';
import { type Read, toCollectionObject } from '../../sources/collection/format.ts';
import { collectingReader } from '../../sources/collection/record.ts';
import { redact } from '../../sources/collection/redact.ts';
import { usualLimits } from '../../sources/files/input-limits.ts';
import { toJson } from '../../text/to-json.ts';
import { toYaml } from '../../text/to-yaml.ts';
import { UsageError } from '../args/argv.ts';
import { commonFlags } from '../args/common-flags.ts';
import { carriedFlags, connectionFlags } from '../args/connection-flags.ts';
import { probeFlags } from '../args/probe-flags.ts';
import { checkSelectors } from '../args/selectors.ts';
import { withoutLetters } from '../args/without-letters.ts';
import { collectTarget, parseTarget } from '../run/collect-target.ts';
import { exitCodes } from '../run/exit-code.ts';
import { reasonOf } from '../run/find-object.ts';
import { withSource } from '../run/with-source.ts';
import { checkOutputFile, writeOutput } from '../run/write-output.ts';
import { writeUnread } from '../run/write-report.ts';
import { writeLine } from '../write-line.ts';

export default class Collect extends Command {
  static override summary = 'write the evidence to one file, without credentials';
  static override description =
    'Reads what the diagnosis of the target reads and writes it to standard output as one List, which --from reads. Credentials are replaced by stand-ins, with the facts about them that the diagnosis needs.';
  static override usage = 'collect TYPE [NAME…] [flags]';
  static override strict = false;
  static override args = {
    target: Args.string({
      description: 'what to collect: pod, deployment, … and its name',
      ignoreStdin: true,
    }),
  };
  static override flags = {
    output: Flags.option({
      char: 'o',
      description: 'form of the file',
      options: ['yaml', 'json'] as const,
      default: 'yaml' as const,
    })(),
    'output-file': {
      ...commonFlags['output-file'],
      description: 'write to this file, whole or not at all, in place of standard output',
    },
    debug: commonFlags.debug,
    from: commonFlags.from,
    'all-namespaces': Flags.boolean({ char: 'A', description: 'Pods of all namespaces with a pull problem' }),
    selector: Flags.string({ char: 'l', description: 'label selector' }),
    'field-selector': Flags.string({ description: 'field selector' }),
    ...probeFlags,
    ...connectionFlags,
  };
  static override examples = [
    '<%= config.bin %> collect pod web -n shop > web.yaml',
    '<%= config.bin %> collect pod -A -o json > cluster.json',
    '<%= config.bin %> pod web --from web.yaml',
  ];

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(withoutLetters(Collect));
    const { selector, 'field-selector': fieldSelector, 'all-namespaces': everywhere } = flags;
    const target = parseTarget(argv.map(String));
    if (target.names.length > 0 && (selector !== undefined || fieldSelector !== undefined || everywhere))
      throw new UsageError('objects are named, or found with -A, -l or --field-selector, not both');
    checkSelectors(flags);
    if (flags['output-file'] !== undefined) checkOutputFile(flags['output-file']);
    await withSource(flags, this.config.version, async (source) => {
      const scope = {
        namespace: everywhere ? null : source.namespace,
        ...(selector === undefined ? {} : { labelSelector: selector }),
        ...(fieldSelector === undefined ? {} : { fieldSelector }),
      };
      const collecting = collectingReader(source.reader);
      const { pods, unread, probes } = await collectTarget(source, target, scope, collecting);
      writeUnread(unread, carriedFlags(flags));
      if (source.source.kind === 'cluster') writeUncollected(collecting.reads());
      if (pods.length > 0 || unread.length === 0) {
        const collection = toCollectionObject({
          collectedAt: source.occasion.observedAt,
          version: this.config.version,
          pods,
          reads: collecting.reads(),
          ...(probes.length === 0 ? {} : { probes }),
        });
        write([collection, ...redact(collecting.objects(), source.reader.findCredentials)], flags);
      }
      process.exitCode = unread.length > 0 ? exitCodes.notChecked : exitCodes.sound;
    });
  }
}

/** The file says it too, but nobody reads that before it is sent. */
function writeUncollected(reads: readonly Read[]): void {
  for (const read of reads) {
    if (read.status !== 'denied' && read.status !== 'failed') continue;
    const { resource, namespace, name = null } = read;
    const what = permissionText(permission(resource, namespace, name));
    const line = read.status === 'denied' ? reasonOf(read) : `${what}: ${reasonOf(read)}`;
    writeLine(`not collected: ${line}`);
  }
}

/** YAML that is too long for `--from` is written as JSON, which is YAML too. */
function write(
  items: readonly KubeObject[],
  flags: { readonly output: 'yaml' | 'json'; readonly 'output-file'?: string | undefined },
): void {
  const json = toJson({ apiVersion: 'v1', kind: 'List', items });
  const text = flags.output === 'json' || json.length > usualLimits.yaml ? json : listAsYaml(items);
  writeOutput(text, flags['output-file']);
}

const listAsYaml = (items: readonly KubeObject[]): string =>
  ['apiVersion: v1\nkind: List\nitems:\n', ...items.map((item) => toYaml([item]))].join('');
