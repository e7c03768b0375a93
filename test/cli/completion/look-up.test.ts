import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { folderOf } from '../../api-client/folder.ts';
import { runProgram } from '../../support/run-program.ts';
import { type FakeCluster, kubeconfigFor, patient, startCluster } from './cluster.ts';

const hostile = ['$(touch x)', '`reboot`', 'a\nb', '\u001b[2J', 'a b', '-A', ':0'];

let cluster: FakeCluster;
beforeAll(async () => {
  cluster = await startCluster({
    '/api/v1/namespaces/shop/pods': ['web-1', 'web-2', 'db-0', ...hostile],
    '/api/v1/namespaces/live/pods': ['live-1'],
    '/api/v1/namespaces/shop/secrets': ['regcred', 'other'],
    '/api/v1/namespaces/shop/serviceaccounts': ['builder', 'default'],
    '/apis/apps/v1/namespaces/shop/deployments': ['web'],
    '/apis/batch/v1/namespaces/shop/cronjobs': ['nightly'],
    '/api/v1/namespaces': ['live', 'shop'],
  });
});
afterAll(() => cluster.close());
beforeEach(() => {
  cluster.seen.length = 0;
});

/** The answer to the words: its lines without the last, which has to be `:4`. */
async function ask(words: readonly string[], env: Record<string, string>): Promise<readonly string[]> {
  const run = await runProgram(['__complete', ...words], { env });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toMatch(/(^|\n):4\n$/);
  return run.stdout.split('\n').slice(0, -2);
}

describe('names of the cluster', () => {
  const shop = '/api/v1/namespaces/shop';
  const secretTypes = 'type!=kubernetes.io/service-account-token,type!=helm.sh/release.v1';

  it.each<[readonly string[], readonly string[], string]>([
    [['pod', ''], ['web-1', 'web-2', 'db-0'], `Bearer a-token ${shop}/pods`],
    [['pod', 'web-1', 'web'], ['web-2'], `Bearer a-token ${shop}/pods`],
    [['pod/web'], ['pod/web-1', 'pod/web-2'], `Bearer a-token ${shop}/pods`],
    [['pod', '-n', 'live', ''], ['live-1'], 'Bearer a-token /api/v1/namespaces/live/pods'],
    [['--context', 'prod', 'pod', ''], ['live-1'], 'Bearer joes-token /api/v1/namespaces/live/pods'],
    [['pod', '--user=joe', 'd'], ['db-0'], `Bearer joes-token ${shop}/pods`],
    [['deploy/'], ['deploy/web'], 'Bearer a-token /apis/apps/v1/namespaces/shop/deployments'],
    [['collect', 'cj', ''], ['nightly'], 'Bearer a-token /apis/batch/v1/namespaces/shop/cronjobs'],
    [['secret', 'reg'], ['regcred'], `Bearer a-token ${shop}/secrets ${secretTypes}`],
    [['image', 'x', '--secret='], ['regcred', 'other'], `Bearer a-token ${shop}/secrets ${secretTypes}`],
    [['image', '--serviceaccount', 'b'], ['builder'], `Bearer a-token ${shop}/serviceaccounts`],
    [['pod', '-n', ''], ['live', 'shop'], 'Bearer a-token /api/v1/namespaces'],
    [['pod', '-nsh'], ['-nshop'], 'Bearer a-token /api/v1/namespaces'],
  ])('%j', async (words, names, request) => {
    expect(await ask(words, { KUBECONFIG: kubeconfigFor(cluster.url), ...patient })).toEqual(names);
    expect(cluster.seen).toEqual([request]);
  });

  it('are read with the flags of the line alone', async () => {
    const words = ['pod', `--kubeconfig=${kubeconfigFor(cluster.url)}`, '--token=typed', 'db'];
    expect(await ask(words, patient)).toEqual(['db-0']);
    expect(cluster.seen).toEqual(['Bearer typed /api/v1/namespaces/shop/pods']);
  });

  it('are not asked for where files are read', async () => {
    const env = { KUBECONFIG: kubeconfigFor(cluster.url), ...patient };
    const from = ['--from', 'examples/port-mismatch.yaml'];
    expect(await ask(['pod', ...from, ''], env)).toEqual(['web-5bf7847f96-7hlch']);
    expect(await ask(['pod', ...from, '-n', 'other', ''], env)).toEqual([]);
    expect(await ask([...from, 'secret', ''], env)).toEqual(['regcred']);
    expect(await ask(['pod', ...from, '-n', ''], env)).toEqual(['shop']);
    expect(cluster.seen).toEqual([]);
  });
});

describe('names of the kubeconfig', () => {
  it.each([
    ['--context', ['dev', 'prod']],
    ['--cluster', ['east', 'west']],
    ['--user', ['jane', 'joe']],
  ])('%s', async (flag, names) => {
    const env = { KUBECONFIG: kubeconfigFor(cluster.url), ...patient };
    expect(await ask(['pod', flag, ''], env)).toEqual(names);
    expect(await ask(['pod', `${flag}=`], env)).toEqual(names);
    expect(cluster.seen).toEqual([]);
  });
});

describe('silence', () => {
  const quick = { PULLCHECK_COMPLETION_TIMEOUT: '1.5' };
  const plugin = (script: string, interactiveMode = 'IfAvailable') =>
    kubeconfigFor(
      cluster.url,
      {
        exec: { apiVersion: 'client.authentication.k8s.io/v1', command: './plugin.sh', interactiveMode },
      },
      { 'plugin.sh': `#!/bin/sh\ncd "$(dirname "$0")"\n${script}` },
    );

  it('without a kubeconfig', async () => {
    expect(await ask(['pod', ''], { HOME: folderOf({}), ...patient })).toEqual([]);
    expect(await ask(['pod', '--context', ''], { HOME: folderOf({}), ...patient })).toEqual([]);
  });

  it.each([['{'], ['- a\n- b'], ['clusters: 7'], ['\0'], ['']])('with the kubeconfig %j', async (text) => {
    const env = { KUBECONFIG: join(folderOf({ config: text }), 'config'), ...patient };
    expect(await ask(['pod', ''], env)).toEqual([]);
    expect(await ask(['pod', '--user', ''], env)).toEqual([]);
  });

  it('where the server is down', async () => {
    expect(await ask(['pod', ''], { KUBECONFIG: kubeconfigFor('https://127.0.0.1:1'), ...patient })).toEqual(
      [],
    );
  });

  it('where the server knows nothing of it', async () => {
    const env = { KUBECONFIG: kubeconfigFor(cluster.url), ...patient };
    expect(await ask(['pod', '-n', 'elsewhere', ''], env)).toEqual([]);
    expect(cluster.seen).toHaveLength(1);
  });

  it('where the server does not answer', async () => {
    const deaf = createServer(() => {}).listen(0, '127.0.0.1');
    onTestFinished(() => void deaf.close());
    await new Promise((resolve) => deaf.once('listening', resolve));
    const address = deaf.address();
    const port = typeof address === 'object' ? address?.port : 0;
    expect(
      await ask(['pod', ''], { KUBECONFIG: kubeconfigFor(`https://127.0.0.1:${port}`), ...quick }),
    ).toEqual([]);
  });

  it('where a file never ends, which blocks the process that reads it', async () => {
    const pipe = join(folderOf({}), 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await ask(['pod', '--from', pipe, ''], quick)).toEqual([]);
    expect(await ask(['pod', ''], { KUBECONFIG: pipe, ...quick })).toEqual([]);
  });

  it('where a credential plugin hangs: it is killed, with what it started', async () => {
    const config = plugin('echo $$ > pid\nsleep 600 & echo $! >> pid\nread answer\nwait\n');
    expect(await ask(['pod', ''], { KUBECONFIG: config, ...quick })).toEqual([]);
    const pids = readFileSync(join(config, '../pid'), 'utf8').trim().split('\n').map(Number);
    expect(pids).toHaveLength(2);
    // the kernel ends them in its own time
    await expect.poll(() => pids.some(isRunning), { timeout: 10_000 }).toBe(false);
    expect(cluster.seen).toEqual([]);
  });

  it('where a credential plugin complains', async () => {
    const config = plugin('echo log in first >&2\nexit 1\n');
    expect(await ask(['pod', ''], { KUBECONFIG: config, ...patient })).toEqual([]);
  });

  it('where a credential plugin must ask questions: it is not started', async () => {
    const config = plugin('echo run > ran\n', 'Always');
    expect(await ask(['pod', ''], { KUBECONFIG: config, ...patient })).toEqual([]);
    expect(() => readFileSync(join(config, '../ran'))).toThrow('ENOENT');
  });

  it('but not where a credential plugin answers and complains', async () => {
    const credential = {
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
      status: { token: 'from-plugin' },
    };
    const config = plugin(
      `echo deprecated >&2\n[ -t 0 ] || (: < /dev/tty) 2> /dev/null && echo a terminal > ran\necho '${JSON.stringify(credential)}'\n`,
    );
    expect(await ask(['pod', 'db'], { KUBECONFIG: config, ...patient })).toEqual(['db-0']);
    expect(cluster.seen).toEqual(['Bearer from-plugin /api/v1/namespaces/shop/pods']);
    expect(() => readFileSync(join(config, '../ran'))).toThrow('ENOENT');
  });
});

/** A process that was killed and that nobody has waited for yet is not running either. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
