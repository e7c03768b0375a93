import { describe, expect, it } from 'vitest';
import { ArgumentProblem } from '../../src/commands/argv.ts';
import { toCommand } from '../../src/commands/to-command.ts';

describe('arguments as kubectl takes them', () => {
  it.each([
    [
      ['pod', 'web'],
      ['pod', 'web'],
    ],
    [['po/web'], ['pod', 'web']],
    [
      ['pods', 'web', '-nshop'],
      ['pod', 'web', '--namespace=shop'],
    ],
    [
      ['deploy/web', '-o', 'json'],
      ['deployment', 'web', '--output=json'],
    ],
    [['deployments.apps/web'], ['deployment', 'web']],
    [['STS/db'], ['statefulset', 'db']],
    [
      ['cj', 'nightly'],
      ['cronjob', 'nightly'],
    ],
    [
      ['-n', 'shop', 'pod', 'web'],
      ['pod', '--namespace=shop', 'web'],
    ],
    [
      ['--context=prod', '-A', 'pod'],
      ['pod', '--context=prod', '--all-namespaces'],
    ],
    [['--help'], ['--help']],
    [
      ['help', 'po'],
      ['pod', '--help'],
    ],
    [['help'], ['--help']],
    [
      ['pod', 'help'],
      ['pod', 'help'],
    ],
    [[], []],
  ])('%j', (args, taken) => {
    expect(toCommand(args)).toEqual(taken);
  });

  it.each([
    [['pdo', 'web'], /there is no command "pdo"; near ones: pod/],
    [['constructor'], /there is no command "constructor"/],
    [['pod/'], /"pod\/" names no object/],
  ])('%j is refused', (args, says) => {
    expect(() => toCommand(args)).toThrow(ArgumentProblem);
    expect(() => toCommand(args)).toThrow(says);
  });
});
