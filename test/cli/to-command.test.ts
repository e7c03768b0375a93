import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/cli/args/argv.ts';
import { toRequest } from '../../src/cli/args/to-command.ts';

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
    [
      ['-Ao', 'json', 'pod'],
      ['pod', '--all-namespaces', '--output=json'],
    ],
    [['Pod/web'], ['pod', 'web']],
    [['web'], ['pod', '--any-kind', 'web']],
    [['constructor'], ['pod', '--any-kind', 'constructor']],
    [
      ['-n', 'shop', 'web.v1', 'api', '-o', 'json'],
      ['pod', '--namespace=shop', '--any-kind', 'web.v1', 'api', '--output=json'],
    ],
    [
      ['Deployment', 'web'],
      ['deployment', 'web'],
    ],
    [['--help=false', 'pod', '--help=0'], ['pod']],
    [['--version'], ['version', '--client']],
    [
      ['pod', '--', '-h'],
      ['pod', '--', '-h'],
    ],
    [
      ['pod', 'help'],
      ['pod', 'help'],
    ],
  ])('%j', async (args, taken) => {
    const [command, ...argv] = taken;
    expect(await toRequest(args)).toEqual({ kind: 'run', command, argv });
  });

  it.each([
    [[], null],
    [['--help'], null],
    [['-h', 'pod'], 'pod'],
    [['-Ah'], null],
    [['-hA', 'pod'], 'pod'],
    [['pod', '-Ah'], 'pod'],
    [['pod', '--help=true'], 'pod'],
    [['--debug', 'help'], null],
    [['-n', 'shop', 'help', 'pod'], 'pod'],
    [['help', '--debug', 'Pod'], 'pod'],
    [['help', '-n', 'shop', 'sts.apps'], 'statefulset'],
    [['help', 'help'], null],
    [['-n', 'shop', '-h'], null],
    [['help'], null],
    [['help', 'deploy'], 'deployment'],
    [['pod', 'web', '--help'], 'pod'],
    [['po/web', '-h'], 'pod'],
    [['-n', 'shop', 'pod', '-h'], 'pod'],
  ])('%j asks for help', async (args, command) => {
    expect(await toRequest(args)).toEqual({ kind: 'help', command });
  });

  it.each([
    [['Pdo', 'web'], /^unknown command "Pdo" for "kubectl pullcheck"; near commands: pod$/],
    [['pdo/web'], /^unknown command "pdo"/],
    [['a b'], /^unknown command "a b"/],
    [['--pasword=hunter2', 'pod'], /^unknown flag: --pasword$/],
    [['-phunter2', 'pod'], /^unknown shorthand flag: 'p'$/],
    [['-Aphunter2', 'pod'], /^unknown shorthand flag: 'p'$/],
    [['pod', '--bogus', '-h'], /^unknown flag: --bogus$/],
    [['--token:hunter2', 'pod'], /^unknown flag: --token…$/],
    [['--token=hunter2'], /^no command is named$/],
    [['pod/'], /"pod\/" names no object/],
    [['help', '--tokn=hunter2/x'], /^unknown flag: --tokn$/],
    [['help', 'pdo'], /^unknown command "pdo" for "kubectl pullcheck"; near commands: pod$/],
  ])('%j is refused', async (args, says) => {
    await expect(toRequest(args)).rejects.toThrow(UsageError);
    await expect(toRequest(args)).rejects.toThrow(says);
  });
});
