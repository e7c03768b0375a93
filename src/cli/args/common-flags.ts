import * as Flags from '@oclif/core/flags';
import { type Format, formats } from '../../report/formats.ts';
import type { ConnectionFlagValues } from './connection-flags.ts';
import type { ProbeFlagValues } from './probe-flags.ts';

/** What the flags say of the form of a report. */
export interface ReportFlags {
  readonly output: Format;
  readonly color: 'auto' | 'always' | 'never';
  readonly 'output-file'?: string | undefined;
  readonly 'all-findings'?: boolean;
}

/** Flags of the commands that diagnose. */
export type DiagnosisFlags = ConnectionFlagValues &
  ProbeFlagValues &
  ReportFlags & {
    readonly from?: string | undefined;
    readonly debug: boolean;
    readonly 'exit-zero': boolean;
    readonly 'node-config'?: boolean;
    readonly wait?: string | undefined;
    readonly contexts?: string | undefined;
    readonly 'all-contexts'?: boolean;
  };

/** Flags of every command that reports. */
export const commonFlags = {
  output: Flags.option({
    char: 'o',
    description: 'form of the report',
    options: formats,
    default: 'text' as const,
  })(),
  'output-file': Flags.string({
    description: 'write the report to this file, whole or not at all, in place of standard output',
    helpValue: 'FILE',
  }),
  color: Flags.option({
    description: 'colour the text report',
    options: ['auto', 'always', 'never'] as const,
    default: 'auto' as const,
  })(),
  debug: Flags.boolean({ description: 'log each request on standard error (no bodies, no headers)' }),
  'exit-zero': Flags.boolean({ description: 'exit with 0 where an image fails, too' }),
  from: Flags.string({
    description:
      'read kubectl output, a dump, a support bundle or a collected file instead of the cluster; - is standard input',
    helpValue: 'FILE|DIR|-',
  }),
};

/** Of commands whose targets are Pods or make them. */
export const waitFlag = {
  wait: Flags.string({
    description:
      'first wait until every image was pulled, or failed once more: for 5m, or as long as --wait=DURATION says',
    helpValue: 'DURATION',
  }),
};

/** Of commands about Pods that are on nodes. */
export const nodeFlag = {
  'node-config': Flags.boolean({
    description: "also read the kubelet's own settings, through the API server (needs get nodes/proxy)",
  }),
};

/** Flags of commands that look for Pods where none is named. */
export const scanFlags = {
  'all-namespaces': Flags.boolean({ char: 'A', description: 'Pods of all namespaces with a pull problem' }),
  selector: Flags.string({ char: 'l', description: 'label selector' }),
  'field-selector': Flags.string({ description: 'field selector' }),
  'chunk-size': Flags.integer({ description: 'Pods read at once; 0 for all', default: 500, min: 0 }),
  'all-findings': Flags.boolean({ description: 'tell every Pod in full, those of one cause too' }),
  contexts: Flags.string({
    description: 'look in the clusters of these kubeconfig contexts, side by side, in place of one',
    helpValue: 'A,B',
  }),
  'all-contexts': Flags.boolean({ description: 'the same for every context of the kubeconfig' }),
  warnings: Flags.boolean({ description: 'also Pods that run today but would not pull again' }),
};
