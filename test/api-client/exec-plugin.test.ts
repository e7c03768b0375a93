import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/api-client/connect.ts';
import type { Answer } from '../../src/api-client/http/answer.ts';
import { folderOf } from './folder.ts';
import { hasKubectl, kubectl } from './kubectl.ts';
import { type LocalServer, startHttps, tlsFile } from './local-server.ts';

let server: LocalServer;
let seen: string[] = [];

beforeAll(async () => {
  // Whether or not the tests run in a terminal.
  Object.defineProperty(process.stdin, 'isTTY', { value: false, configurable: true });
  server = await startHttps((request, response) => {
    if (!request.url?.includes('/version')) {
      const peer = request.socket instanceof TLSSocket ? request.socket.getPeerCertificate() : undefined;
      seen.push(`${request.headers.authorization ?? 'no token'}, ${peer?.subject?.CN ?? 'no certificate'}`);
    }
    response.setHeader('content-type', 'application/json');
    response.end('{}');
  });
});
afterAll(() => server.close());
beforeEach(() => {
  seen = [];
});

const v1 = 'client.authentication.k8s.io/v1';
const v1beta1 = 'client.authentication.k8s.io/v1beta1';
const credential = (status: object | undefined, apiVersion = v1) =>
  JSON.stringify({ kind: 'ExecCredential', apiVersion, status });

/**
 * A kubeconfig whose user logs in with a shell script; the script's own folder takes what it
 * writes.
 */
function setUp(script: string, exec: object = {}) {
  const plugin = { apiVersion: v1, command: './plugin.sh', interactiveMode: 'IfAvailable', ...exec };
  const config = {
    'current-context': 'x',
    clusters: [
      {
        name: 'c',
        cluster: {
          server: server.url,
          'certificate-authority': tlsFile('ca.crt'),
          extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'a' } }],
        },
      },
    ],
    users: [{ name: 'u', user: { exec: plugin } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
  };
  const folder = folderOf({
    config: JSON.stringify(config),
    'plugin.sh': `#!/bin/sh\ncd "$(dirname "$0")"\n${script}`,
  });
  return { folder, kubeconfig: join(folder, 'config') };
}

async function ask(
  kubeconfig: string,
  times = 1,
  tell: (line: string) => void = () => {},
): Promise<readonly Answer[]> {
  const connection = connect({ kubeconfig }, { PATH: process.env['PATH'] }, { tell });
  const get = () => connection.request({ method: 'GET', url: `${connection.server}/x` });
  const answers = await Promise.all(Array.from({ length: times }, get));
  await connection.close();
  return answers;
}

const print = (json: string) => `echo run >> runs\ncat <<'END'\n${json}\nEND\n`;
const runs = (folder: string) => readFileSync(join(folder, 'runs'), 'utf8').split('\n').length - 1;

describe('a credential plugin', () => {
  it('gives the token, and is run once for parallel requests', async () => {
    const { folder, kubeconfig } = setUp(print(credential({ token: 'from-plugin' })));
    const answers = await ask(kubeconfig, 4);
    expect(answers.map((answer) => answer.kind)).toEqual(Array(4).fill('reply'));
    expect(seen).toEqual(Array(4).fill('Bearer from-plugin, no certificate'));
    expect(runs(folder)).toBe(1);
  });

  it.each([
    ['a byte order mark', `\ufeff${credential({ token: 'from-plugin' })}`],
    [
      'YAML',
      `kind: ExecCredential\napiVersion: ${v1}\nstatus:\n  token: from-plugin\n  expirationTimestamp: 2100-01-01T00:00:00Z`,
    ],
  ])('may print %s', async (_, output) => {
    const { kubeconfig } = setUp(print(output));
    await ask(kubeconfig);
    expect(seen).toEqual(['Bearer from-plugin, no certificate']);
  });

  it('gives a client certificate', async () => {
    const pair = {
      clientCertificateData: readFileSync(tlsFile('client.crt'), 'utf8'),
      clientKeyData: readFileSync(tlsFile('client.key'), 'utf8'),
    };
    await ask(setUp(print(credential(pair))).kubeconfig);
    expect(seen).toEqual(['no token, jane']);
  });

  it('is run again when its credential has expired', async () => {
    const { folder, kubeconfig } = setUp(
      print(credential({ token: 't', expirationTimestamp: '2020-01-01T00:00:00Z' })),
    );
    const connection = connect({ kubeconfig }, { PATH: process.env['PATH'] });
    for (let round = 0; round < 2; round++)
      await connection.request({ method: 'GET', url: `${connection.server}/x` });
    await connection.close();
    expect(runs(folder)).toBe(2);
  });

  it('is not run when there is a token', async () => {
    const { folder, kubeconfig } = setUp('touch ran');
    const connection = connect({ kubeconfig, token: 'flag' }, {});
    await connection.request({ method: 'GET', url: `${connection.server}/x` });
    await connection.close();
    expect(seen).toEqual(['Bearer flag, no certificate']);
    expect(() => readFileSync(join(folder, 'ran'))).toThrow('ENOENT');
  });

  const spy = `printf '%s' "$KUBERNETES_EXEC_INFO" > info; printf '%s' "$*,$GIVEN" > given\n`;
  const info = (folder: string) => JSON.parse(readFileSync(join(folder, 'info'), 'utf8'));
  const exec = {
    args: ['get', 'token'],
    env: [{ name: 'GIVEN', value: 'by env' }],
    provideClusterInfo: true,
  };

  it('is told the cluster, and given arguments and variables', async () => {
    const { folder, kubeconfig } = setUp(spy + print(credential({ token: 't' })), exec);
    await ask(kubeconfig);
    expect(readFileSync(join(folder, 'given'), 'utf8')).toBe('get token,by env');
    expect(info(folder)).toEqual({
      kind: 'ExecCredential',
      apiVersion: v1,
      spec: {
        cluster: {
          server: server.url,
          'certificate-authority-data': readFileSync(tlsFile('ca.crt')).toString('base64'),
          config: { audience: 'a' },
        },
        interactive: false,
      },
    });
  });

  it.skipIf(!hasKubectl).each([v1, v1beta1])('of %s is told the same by kubectl', async (apiVersion) => {
    const script = spy + print(credential({ token: 't' }, apiVersion));
    const { folder, kubeconfig } = setUp(script, { ...exec, apiVersion });
    await ask(kubeconfig);
    const ours = info(folder);
    await kubectl(['get', '--raw', '/x'], { KUBECONFIG: kubeconfig });
    expect(seen).toEqual(Array(2).fill('Bearer t, no certificate'));
    expect(info(folder)).toEqual(ours);
  });
});

describe('what a credential plugin writes to standard error', () => {
  const told = async (script: string, exec: object = {}) => {
    const lines: string[] = [];
    const answers = await ask(setUp(script, exec).kubeconfig, 1, (line) => lines.push(line));
    return { lines, kinds: answers.map(({ kind }) => kind) };
  };

  it('is told line by line, the last one without its end too', async () => {
    const { lines } = await told(
      `printf 'open https://login\\r\\n\\n  code 42' >&2\n${print(credential({ token: 't' }))}`,
    );
    expect(lines).toEqual(['open https://login', '  code 42']);
  });

  it('is told without the credentials that the kubeconfig gives it', async () => {
    const { lines } = await told(`echo "denied to $CLIENT_SECRET" >&2; exit 1`, {
      env: [{ name: 'CLIENT_SECRET', value: 'Xq7-vendor-0193-tail' }],
    });
    expect(lines).toEqual(['denied to [redacted]']);
  });

  it('is told while it waits', async () => {
    const { lines } = await told(
      `printf 'waiting for the browser' >&2; sleep 1; echo ' done' >&2\n${print(credential({ token: 't' }))}`,
    );
    expect(lines).toEqual(['waiting for the browser', ' done']);
  });

  it('keeps nobody waiting where a process that it leaves behind holds it open', async () => {
    const start = Date.now();
    const { kinds } = await told(`sleep 20 >/dev/null &\n${print(credential({ token: 't' }))}`);
    expect(kinds).toEqual(['reply']);
    expect(Date.now() - start).toBeLessThan(10_000);
  });
});

describe('a credential plugin that fails', () => {
  it.each([
    ['exit 3', {}, 'failed with exit code 3'],
    ['kill -9 $$', {}, 'was ended by SIGKILL'],
    [print('no json'), {}, 'did not print a valid ExecCredential in JSON or YAML'],
    [print('{"a": ['), {}, 'printed no ExecCredential'],
    [
      print(credential({ token: 't', expirationTimestamp: 'soon' })),
      {},
      'returned an expirationTimestamp that is no time',
    ],
    [print('{"kind":"Status"}'), {}, 'printed no ExecCredential'],
    [print(credential(undefined)), {}, 'returned neither a token nor a certificate'],
    [
      print(credential({ clientKeyData: 'x', clientCertificateData: '' })),
      {},
      'returned neither a token nor a certificate',
    ],
    [print(credential({ clientCertificateData: 'x' })), {}, 'returned half of a certificate and key pair'],
    [print(credential({ token: 'a\nb' })), {}, 'returned credentials that cannot be used'],
    [
      print(credential({ token: 't' }, v1)),
      { apiVersion: v1beta1 },
      `speaks ${v1}, but the kubeconfig asks for ${v1beta1}`,
    ],
  ])('with %j %j is explained', async (script, exec, says) => {
    const { folder, kubeconfig } = setUp(script, exec);
    const [answer] = await ask(kubeconfig);
    expect(answer).toEqual({ kind: 'failure', problem: `the credential plugin ${folder}/plugin.sh ${says}` });
    expect(seen).toEqual([]);
  });

  it('because it is missing says how to install it', async () => {
    const { kubeconfig } = setUp('', { command: 'no-such-plugin', installHint: 'brew install it' });
    expect(await ask(kubeconfig)).toEqual([
      {
        kind: 'failure',
        problem: 'the credential plugin no-such-plugin is not installed',
        remedy: 'brew install it',
      },
    ]);
  });

  it('because it needs a terminal says so', async () => {
    const { kubeconfig } = setUp('', { interactiveMode: 'Always' });
    expect(await ask(kubeconfig)).toMatchObject([
      { problem: expect.stringMatching(/asks questions, and standard input is not a terminal$/) },
    ]);
  });
});
