import { Flags } from '@oclif/core';

/** Flags of every command that reports. */
export const commonFlags = {
  output: Flags.option({
    char: 'o',
    description: 'form of the report',
    options: ['text', 'json'] as const,
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
    description: 'read a file, a directory or - (standard input) of kubectl output instead of the cluster',
    helpValue: 'FILE|DIR|-',
  }),
};
