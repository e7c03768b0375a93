import * as Flags from '@oclif/core/flags';
import { type Format, formats } from '../../report/formats.ts';

/** What the flags say of the form of a report. */
export interface ReportFlags {
  readonly output: Format;
  readonly color: 'auto' | 'always' | 'never';
  readonly 'all-findings'?: boolean;
}

/** Flags of every command that reports. */
export const commonFlags = {
  output: Flags.option({
    char: 'o',
    description: 'form of the report',
    options: formats,
    default: 'text' as const,
  })(),
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
