import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Exchange, startApi } from '../support/api-server.ts';
import { kubeconfigFor } from '../support/fault-run.ts';
import { loginScene, servedObjects } from '../support/fault-scenes.ts';
import { root, runProgram } from '../support/run-program.ts';
import { podName } from '../support/scene.ts';

const pod = podName(loginScene);
const example = 'examples/port-mismatch.yaml';

function start(args: readonly string[], kubeconfig = ''): ChildProcess {
  return spawn(join(root, 'bin/kubectl-pullcheck'), args, {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', KUBECONFIG: kubeconfig },
  });
}

/** A shell's exit codes for the signals that ended a program. */
const codes: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 130, SIGTERM: 143 };

/** Presses Ctrl-C and waits for the end. */
async function interrupt(child: ChildProcess, signal: NodeJS.Signals = 'SIGINT') {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const ended = new Promise((resolve) =>
    child.on('close', (code, by) => resolve(code ?? (by === null ? null : codes[by]))),
  );
  child.kill(signal);
  return { code: await ended, output };
}

/** A server that does with requests for `what` as told, and a promise of the first. */
async function serve(what: string, answer: (exchange: Exchange) => void) {
  const asked = Promise.withResolvers<void>();
  const server = await startApi(servedObjects(loginScene), (exchange) => {
    const { response, right } = exchange;
    if (right.what !== what) return void response.end(JSON.stringify(right.body));
    answer(exchange);
    asked.resolve();
  });
  return { server, asked: asked.promise };
}

describe.concurrent('Ctrl-C ends with 130 and no word, other signals as shells expect it', () => {
  it.each([
    ['while the Pod is asked for', `get pods/${pod}`],
    ['while a later read hangs', 'get secrets/regcred'],
  ])('%s', async (_, what) => {
    const { server, asked } = await serve(what, () => undefined);
    const child = start(['pod', pod], kubeconfigFor(server.url));
    await asked;
    expect(await interrupt(child)).toEqual({ code: 130, output: '' });
    server.close();
  });

  it('while it waits to try again', async () => {
    const { server, asked } = await serve(`get pods/${pod}`, ({ response }) => {
      response.writeHead(429, { 'retry-after': '20' }).end();
    });
    const child = start(['pod', pod], kubeconfigFor(server.url));
    await asked;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await interrupt(child)).toEqual({ code: 130, output: '' });
    server.close();
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('while a credential plugin runs, which ends too: %s', async (signal, code) => {
    // no file of its own: one that was just written may be busy while other tests start programs
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: '/bin/sh',
      args: ['-c', 'echo started >&2; exec sleep 600'],
      interactiveMode: 'Never',
    };
    const child = start(['pod', pod], kubeconfigFor('https://127.0.0.1:1', {}, { exec }));
    await new Promise((resolve) => child.stderr?.once('data', resolve));
    // the plugin holds standard error: only when it is gone, too, does the stream end
    expect(await interrupt(child, signal)).toEqual({ code, output: '' });
  });

  it.skipIf(process.platform === 'win32')('while it opens a pipe that nobody writes to', async () => {
    const pipe = join(mkdtempSync(join(tmpdir(), 'pullcheck-')), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const child = start(['pod', pod, '--from', pipe]);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await interrupt(child)).toEqual({ code: 130, output: '' });
  });

  it('while it reads standard input', async () => {
    const child = start(['pod', pod, '--from', '-']);
    child.stdin?.write('{"kind":"List",');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await interrupt(child)).toEqual({ code: 130, output: '' });
  });
});

describe.concurrent('a reader that goes', () => {
  const shell = (script: string) =>
    new Promise<{ code: number | null; output: string }>((resolve) => {
      const child = spawn('bash', ['-c', script], { cwd: root });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
      child.on('close', (code) => resolve({ code, output }));
    });

  it.each([
    ['standard output', `pod --from ${example}`, 1],
    ['standard error', 'pod --from none.yaml 2>&1 >/dev/null', 3],
    ['both', 'pod --nope 2>&1', 2],
  ])('of %s is no failure, and the verdict stays', async (_, args, code) => {
    // exec closes the reading end before the program writes
    const script = `bin/kubectl-pullcheck ${args} | { exec <&-; sleep 1; }; echo \${PIPESTATUS[0]}`;
    expect(await shell(script)).toEqual({ code: 0, output: `${code}\n` });
  });

  it('head -1 gets its line', async () => {
    const run = await shell(`bin/kubectl-pullcheck pod --from ${example} | head -1`);
    expect(run).toEqual({ code: 0, output: expect.stringMatching(/^pod\/\S+ in shop.*\n$/) });
  });

  it.skipIf(process.platform !== 'linux')(
    'that is slow gets all of what another program writes after Ctrl-C',
    async () => {
      const { server } = await serve(`get pods/${pod}`, () => undefined);
      const program = `timeout -s INT 2 bin/kubectl-pullcheck pod ${pod} --debug --kubeconfig ${kubeconfigFor(server.url)} 2>&1`;
      const run = await shell(`{ ${program}; head -c 3000000 /dev/zero; } | { sleep 4; wc -c; }`);
      server.close();
      expect(run).toEqual({ code: 0, output: '3000000\n' });
    },
  );

  it.skipIf(process.platform !== 'linux')('a full disk is told', async () => {
    const run = await shell(`bin/kubectl-pullcheck pod --from ${example} >/dev/full`);
    expect(run).toEqual({ code: 3, output: 'error: the output cannot be written (ENOSPC)\n' });
  });
});

describe('requests of one round', () => {
  it('hang together, not one after the other', async () => {
    const all = Promise.withResolvers<void>();
    const waiting = new Set<string>();
    const server = await startApi(servedObjects(loginScene), ({ request, response, right }) => {
      if (right.what === `get pods/${pod}`) return void response.end(JSON.stringify(right.body));
      waiting.add(right.what);
      request.on('close', () => waiting.delete(right.what));
      if (waiting.size === 7) all.resolve();
    });
    const ended = runProgram(['pod', pod, '--request-timeout=3s', '-o', 'json'], {
      env: { KUBECONFIG: kubeconfigFor(server.url) },
    });
    await all.promise;
    const run = await ended;
    server.close();
    expect(run).toMatchObject({ code: 1, stderr: '' });
    const { problems } = JSON.parse(run.stdout) as { problems: { what: string }[] };
    expect(problems.map((problem) => problem.what.replace(/:.*/, ''))).toEqual([
      'events of the Pod',
      'Secret shop/regcred',
      'Secret shop/ghost',
      'ServiceAccount shop/default',
      'other Pods of namespace shop',
      'ReplicaSet shop/web-1, for its owner',
    ]);
  });
});
