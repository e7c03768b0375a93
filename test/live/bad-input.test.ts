import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';
import { cluster } from './cluster.ts';

describe.skipIf(cluster === null)('what cannot be read on a real cluster', () => {
  it.each([
    [
      'no such Pod',
      ['pod', 'nothere', '-n', 'kube-system'],
      /Pod nothere does not exist in namespace kube-system/,
    ],
    [
      'no such namespace',
      ['pod', 'web', '-n', 'kube-sistem'],
      /namespace kube-sistem does not exist; near names: kube-system/,
    ],
    [
      'a forbidden Pod',
      ['pod', 'web', '-n', 'default', '--as', 'nobody'],
      /get pods\/web in namespace default is forbidden to you/,
    ],
    ['forbidden Pods', ['pod', '-A', '--as', 'nobody'], /list pods in all namespaces is forbidden to you/],
    ['an API server that is down', ['pod', 'web', '--server', 'https://127.0.0.1:1'], /127\.0\.0\.1:1/],
    ['a context that is not there', ['pod', 'web', '--context', 'nope'], /context "?nope"? does not exist/],
  ])('%s: one line, exit 3', async (_, args, says) => {
    const run = await runProgram(args, { env: { KUBECONFIG: cluster?.admin ?? '' } });
    expect(run.stderr).toMatch(says);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stdout).toBe('');
    expect(run.code).toBe(3);
  });

  it('nothing to report in a namespace without trouble', async () => {
    const run = await runProgram(['pod', '-n', 'kube-system'], { env: { KUBECONFIG: cluster?.admin ?? '' } });
    expect(run).toEqual({
      code: 0,
      stdout: 'no Pod matches in namespace kube-system (0 Pods scanned)\n',
      stderr: '',
    });
  });
});
