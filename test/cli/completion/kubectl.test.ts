import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderOf } from '../../api-client/folder.ts';
import { hasKubectl } from '../../api-client/kubectl.ts';
import { root, runProgram } from '../../support/run-program.ts';
import { type FakeCluster, kubeconfigFor, patient, startCluster } from './cluster.ts';

let cluster: FakeCluster;
beforeAll(async () => {
  cluster = await startCluster({
    '/api/v1/namespaces/shop/pods': ['web-1', 'web-2', 'db-0'],
    '/api/v1/namespaces': ['live', 'shop'],
  });
});
afterAll(() => cluster.close());

const hasBash = (() => {
  try {
    execFileSync('bash', ['-c', '(( BASH_VERSINFO[0] >= 4 ))'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/**
 * Runs a program with the checkout's bin/, or another folder, on PATH; gives its standard output.
 */
function run(program: string, args: readonly string[], config: string, bin = join(root, 'bin')) {
  return new Promise<string>((resolve, reject) => {
    const env = {
      PATH: `${bin}${delimiter}${process.env['PATH']}`,
      HOME: folderOf({}),
      KUBECONFIG: config,
      ...patient,
    };
    const child = execFile(program, args, { cwd: root, env }, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    );
    child.stdin?.end();
  });
}

const from = ['--from', 'examples/port-mismatch.yaml'];
const offlinePod = 'web-5bf7847f96-7hlch';

describe.skipIf(!hasKubectl)('kubectl __complete pullcheck', () => {
  it.each<[readonly string[], string]>([
    [['dep'], 'deployment\tname why the images of a Deployment cannot be pulled\n:4\n'],
    [['pod', '-o', 'j'], 'json\njunit\n:4\n'],
    [['pod', '--output=y'], 'yaml\n:4\n'],
    [['pod', '--from', ''], ':0\n'],
    [['explain', 'pull-secret-missi'], 'pull-secret-missing\tpull secret that does not exist\n:4\n'],
    [['pod', 'we'], 'web-1\nweb-2\n:4\n'],
    [['pod', 'web-1', '-n', 'shop', '--', 'we'], 'web-2\n:4\n'],
    [['pod/we'], 'pod/web-1\npod/web-2\n:4\n'],
    [['-n', 's'], 'shop\n:4\n'],
    [['pod', '--context', ''], 'dev\nprod\n:4\n'],
    [['pod', ...from, ''], `${offlinePod}\n:4\n`],
    [['collect', ...from, 'pod/'], `pod/${offlinePod}\n:4\n`],
  ])('%j', async (words, answer) => {
    const config = kubeconfigFor(cluster.url);
    expect(await run('kubectl', ['__complete', 'pullcheck', ...words], config)).toBe(answer);
  });

  it('through the script that `completion` prints', async () => {
    const printed = await runProgram(['completion']);
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    const launcher = `#!/bin/sh\nexec '${root}/bin/kubectl-pullcheck' "$@"\n`;
    const bin = folderOf({ 'kubectl_complete-pullcheck': printed.stdout, 'kubectl-pullcheck': launcher });
    const words = ['__complete', 'pullcheck', 'pod', 'we'];
    expect(await run('kubectl', words, kubeconfigFor(cluster.url), bin)).toBe('web-1\nweb-2\n:4\n');
  });

  it('through what npm installs', async () => {
    const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      bin: Record<string, string>;
    };
    const bins = Object.entries(bin).map(([name, script]) => [
      name,
      `#!/bin/sh\nexec '${process.execPath}' '${join(root, script)}' "$@"\n`,
    ]);
    const folder = folderOf(Object.fromEntries(bins));
    const words = ['__complete', 'pullcheck', 'pod', 'we'];
    expect(await run('kubectl', words, kubeconfigFor(cluster.url), folder)).toBe('web-1\nweb-2\n:4\n');
  });
});

/**
 * Presses Tab in a real bash behind a command line: kubectl's own completion runs, and the
 * candidates it gives readline are printed. The one function that it takes from the bash-completion
 * package is replaced: there is a single word under the cursor, and it is the last.
 */
const pressTab = `
set -u
_get_comp_words_by_ref() {
  cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD
}
source <(kubectl completion bash)
COMP_WORDS=(kubectl pullcheck "$@") COMP_CWORD=$(($# + 1)) COMP_LINE="kubectl pullcheck $*" COMP_TYPE=9 COLUMNS=200
COMP_POINT=\${#COMP_LINE}
__start_kubectl 2>/dev/null
printf '%s\\n' \${COMPREPLY[@]+"\${COMPREPLY[@]}"}
`;

describe.skipIf(!hasKubectl || !hasBash)('in bash', () => {
  const tab = async (words: readonly string[], config: string) =>
    (await run('bash', ['--norc', '-c', pressTab, 'bash', ...words], config))
      .split('\n')
      .filter((line) => line !== '');

  it.each<[readonly string[], readonly string[]]>([
    [['dep'], ['deployment']],
    [
      ['pod', 'we'],
      ['web-1', 'web-2'],
    ],
    [['pod/d'], ['pod/db-0']],
    [
      ['pod', 'db-0', 'we'],
      ['web-1', 'web-2'],
    ],
    [['pod', '-o', 'ju'], ['junit']],
    [['pod', '--output=ju'], ['junit']],
    [['pod', '-n=sh'], ['shop']],
    [['pod', '-nsh'], ['-nshop']],
    [['pod', '--col'], ['--color']],
    [['pod', ...from, 'we'], [offlinePod]],
    [['pod', '--context', 'pr'], ['prod']],
  ])('%j', async (words, candidates) => {
    expect(await tab(words, kubeconfigFor(cluster.url))).toEqual(candidates);
  });

  it('describes several candidates', async () => {
    expect(await tab(['explain', 'pull-secret-m'], kubeconfigFor(cluster.url))).toEqual([
      'pull-secret-malformed  (pull secret that cannot be decoded)',
      'pull-secret-misplaced  (imagePullSecrets at a wrong place or in a wrong form)',
      'pull-secret-missing    (pull secret that does not exist)',
    ]);
  });

  it('runs nothing that a name says: bash expands candidates', async () => {
    const folder = folderOf({});
    const proof = join(folder, 'proof');
    const context = { cluster: 'c', user: 'u' };
    const config = join(
      folderOf({
        config: JSON.stringify({
          contexts: [
            `$(touch ${proof})`,
            `\`touch ${proof}\``,
            'arn:aws:eks:eu-1:1:cluster/a',
            'me@home',
          ].map((name) => ({ name, context })),
        }),
      }),
      'config',
    );
    expect(await tab(['pod', '--context', ''], config)).toEqual(['arn:aws:eks:eu-1:1:cluster/a', 'me@home']);
    expect(existsSync(proof)).toBe(false);
  });
});
