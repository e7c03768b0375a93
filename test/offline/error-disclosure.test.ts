import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { formats } from '../../src/report/formats.ts';
import { secretForms } from '../../src/report/secret/secret-forms.ts';
import { startHttps, tlsFile } from '../api-client/local-server.ts';
import { hiddenTexts } from '../support/hidden-texts.ts';
import { leakFinder } from '../support/leaks.ts';
import { base64 } from '../support/objects.ts';
import { type Run, root, runProgram } from '../support/run-program.ts';
import { secretValues } from '../support/secret-values.ts';
import { tar } from '../support/tar.ts';

const folder = mkdtempSync(join(tmpdir(), 'pullcheck-'));
const file = (name: string, content: string | Uint8Array) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content, { mode: 0o700 });
  return join(folder, name);
};

describe('all recordings and examples, by every command in every form', () => {
  const recordings = ['test/fixtures/captures', 'test/fixtures/recordings', 'examples'].flatMap((name) =>
    readdirSync(join(root, name))
      .filter((entry) => /\.(?:json|yaml)$/.test(entry) && entry !== 'truth.json')
      .flatMap((entry) => {
        const read = parse(readFileSync(join(root, name, entry), 'utf8')) as KubeObject & {
          items?: KubeObject[];
        };
        return read.items ?? [read];
      }),
  );
  const others = JSON.stringify([
    recordings.filter(({ kind }) => kind !== 'Secret'),
    recordings.map(({ metadata }) => [metadata.name, metadata.namespace]),
  ]);
  const texts = [...secretValues(recordings), ...hiddenTexts(recordings)];
  // users, registries, the names of fields and what suggested commands say are no secrets: some
  // passwords are made of such words
  const harmless = `${others} passwordLength nothing docker-password REGISTRY_PASSWORD refused- outcome:not-a-url wrong-password% ${texts.flatMap((text) => /^[\w$.+-]+(?=:)/.exec(text) ?? []).join(' ')}`;
  const finder = (words: string) =>
    leakFinder(
      texts.filter((text) => !/["{]/.test(text)).map((text) => ({ name: text.slice(0, 12), texts: [text] })),
      words,
    );
  const leaksIn = finder(harmless);
  // SARIF carries the rules' own pages, in which words stand that are some recording's password
  const pages = readdirSync(join(root, 'docs/rules')).map((name) =>
    readFileSync(join(root, 'docs/rules', name), 'utf8'),
  );
  const leaksBesidePages = finder(`${harmless} ${pages.join(' ')}`);
  const list = file('all.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: recordings }));

  it('there are many, with credentials', () => {
    expect(recordings.length).toBeGreaterThan(400);
    expect(texts.length).toBeGreaterThan(50);
    const [long = ''] = texts.filter((text) => text.length > 20 && !/["{]/.test(text));
    expect(leaksIn(base64(`x${long}`))).not.toEqual([]);
  });

  it.each([
    ...formats.flatMap((format) => [
      ['pod', '-A', '--warnings', '--all-findings', '-o', format],
      ['pod', '-A', '-o', format],
    ]),
    ...secretForms.map((format) => ['secret', '-A', '-o', format]),
    ['pod', '-A', '--color', 'always'],
    ['secret', '-A', '--color', 'always'],
    ['collect', 'pod', '-A'],
    ['collect', 'pod', '-A', '-o', 'json'],
    ['manifest', '-f', list],
    ['manifest', '-f', list, '-o', 'json'],
    ['image', 'registry.acme.io/shop/api:1.4', '-n', 's-tag-typo'],
    ['deployment', 'web', '-n', 's-deployment', '-o', 'yaml'],
  ])('%s %s %s %s %s %s', async (...args) => {
    const run = await runProgram([...args.filter((arg) => arg !== undefined), '--from', list, '--debug']);
    expect([0, 1]).toContain(run.code);
    expect(run.stdout.length).toBeGreaterThan(20);
    expect((args.includes('sarif') ? leaksBesidePages : leaksIn)(run.stdout)).toEqual([]);
    expect(leaksIn(run.stderr)).toEqual([]);
  });
});

const secret = 'Zq8Wv-hunter2/x+4Lm==';
const leaksIn = leakFinder([{ name: 'the secret', texts: [secret] }]);

/** One line that says what is wrong, however the program was asked, and nothing of the secret. */
function expectQuiet({ stdout, stderr, code }: Run, codes: readonly number[]): void {
  expect(codes).toContain(code);
  expect(leaksIn(stdout)).toEqual([]);
  expect(leaksIn(stderr)).toEqual([]);
  expect(stderr).not.toMatch(/unexpected fault|\n\s+at /);
}

describe('errors about arguments', () => {
  it.each([
    ['pod', `--passwort=${secret}`],
    ['pod', `--pasword=${secret}`, 'web'],
    [`--token=${secret}`],
    [`--tokn=${secret}`, 'pod'],
    ['version', `--token=${secret}`, '--tokn=x'],
    ['pod', '--token', secret, '--chunk-size=many'],
    ['pod', 'web', `-p${secret}`],
    ['secret', `--user-password=${secret}`],
    ['image', `--token=${secret}`],
    ['explain', `--token=${secret}`, 'nothing'],
    ['help', `--token=${secret}`],
  ])('%s %s', async (...args) => {
    const run = await runProgram(
      args.filter((arg) => arg !== undefined),
      { env: { DEBUG: '*' } },
    );
    expectQuiet(run, [0, 2]);
  });

  it('a token in a command that works is not repeated', async () => {
    for (const format of formats) {
      const args = [
        'pod',
        '--from',
        'examples/port-mismatch.yaml',
        `--token=${secret}`,
        '--debug',
        '-o',
        format,
      ];
      expectQuiet(await runProgram(args, { env: { DEBUG: '*' } }), [1]);
    }
  });
});

describe('errors about files', () => {
  const content = `{"kind":"Secret","metadata":{"name":"s"},"stringData":{"password":"${secret}"`;
  it.each([
    ['cut JSON', `${content}`],
    ['JSON with rubbish', `${content}}} ${secret}`],
    ['JSON with a bare word', content.replace(`"${secret}"`, secret)],
    ['YAML with a bad indent', `kind: Secret\nstringData:\n  password: ${secret}\n bad: [${secret}\n`],
    ['YAML with a tag', `kind: Secret\nmetadata: {name: s}\ndata: !!${secret} x\n`],
    ['YAML with an alias', `kind: Secret\nmetadata: {name: s}\ndata: *${secret.slice(0, 12)}\n`],
    ['YAML with a duplicate key', `kind: Secret\ndata:\n  ${secret}: a\n  ${secret}: b\n`],
    ['HTML', `<html>${secret}</html>`],
    ['a text', secret],
    ['binary', `\u0000${secret}`],
    [
      'a saved error',
      JSON.stringify({ kind: 'Status', status: 'Failure', message: `refused ${secret}`, reason: secret }),
    ],
    [
      'a collected file that is damaged',
      JSON.stringify({
        kind: 'List',
        items: [
          { kind: 'Collection', apiVersion: 'pullcheck/v1', metadata: { name: 'pullcheck' }, reads: secret },
          {
            kind: 'Secret',
            metadata: { name: 's', annotations: { 'pullcheck/reading': `{"password":"${secret}"` } },
          },
        ],
      }),
    ],
    ['a tar with a damaged file', tar([{ path: 'a.json', content }])],
    ['a gzip that is cut', gzipSync(content.repeat(9)).subarray(0, 60)],
  ])('%s', async (name, text) => {
    const path = file(`${name.replaceAll(' ', '-')}.bin`, text);
    for (const args of [
      ['pod', 'web', '--from', path],
      ['collect', 'pod', '-A', '--from', path],
      ['manifest', '-f', path],
    ])
      expectQuiet(await runProgram([...args, '--debug'], { env: { KUBECONFIG: '/nowhere' } }), [0, 1, 3]);
  });
});

const cluster = (fields: object) => ({ clusters: [{ name: 'c', cluster: fields }] });
const config = (user: object, fields: object = { server: 'https://127.0.0.1:1' }) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    ...cluster(fields),
    users: [{ name: 'u', user }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
  });
let plugins = 0;
const plugin = (prints: string, change: object = {}) =>
  config({
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: file(`plugin-${++plugins}`, `#!/bin/sh\ncat <<'X'\n${prints}\nX\n`),
      args: [secret],
      env: [{ name: 'SECRET', value: secret }],
      interactiveMode: 'Never',
      ...change,
    },
  });

describe('errors about a kubeconfig', () => {
  it.each([
    ['bad YAML', `users:\n- name: u\n  user: {token: "${secret}}\n`],
    ['bad JSON', config({ token: secret }).slice(0, -9)],
    ['a token that is a list', config({ token: [secret] })],
    ['a token that is a mapping', config({ token: { [secret]: secret } })],
    ['a token on two lines', config({ token: `${secret}\n${secret}` })],
    ['a password that is a number list', config({ username: 'u', password: [secret] })],
    ['a user that is a text', config(secret as unknown as object)],
    [
      'a key that is none',
      config({ 'client-certificate-data': base64(secret), 'client-key-data': base64(secret) }),
    ],
    ['a key in plain text', config({ 'client-certificate-data': secret, 'client-key-data': secret })],
    ['a key without a certificate', config({ 'client-key-data': base64(secret), token: `${secret}\u0001` })],
    ['an alias', `users: *${secret.slice(0, 12)}`],
    [
      'a login in the server',
      config({}, { server: `https://jane:${encodeURIComponent(secret)}@127.0.0.1:1` }),
    ],
    ['a login in a bad server', config({}, { server: `https://jane:${secret}@[` })],
    [
      'a login in the proxy',
      config(
        { token: secret },
        {
          server: 'https://127.0.0.1:1',
          'proxy-url': `http://jane:${encodeURIComponent(secret)}@127.0.0.1:1`,
        },
      ),
    ],
    [
      'a login in a bad proxy',
      config({}, { server: 'https://127.0.0.1:1', 'proxy-url': `http://jane:${secret}@[` }),
    ],
    [
      'a token for an auth provider',
      config({ 'auth-provider': { name: 'azure', config: { 'access-token': secret } } }),
    ],
    ['a plugin that prints a text', plugin(secret)],
    ['a plugin that prints cut JSON', plugin(`{"status":{"token":"${secret}"`)],
    [
      'a plugin that prints another version',
      plugin(JSON.stringify({ kind: 'ExecCredential', apiVersion: secret })),
    ],
    [
      'a plugin that prints half a pair',
      plugin(
        JSON.stringify({
          kind: 'ExecCredential',
          apiVersion: 'client.authentication.k8s.io/v1',
          status: { clientKeyData: secret, token: [secret] },
        }),
      ),
    ],
    [
      'a plugin that prints a broken pair',
      plugin(
        JSON.stringify({
          kind: 'ExecCredential',
          apiVersion: 'client.authentication.k8s.io/v1',
          status: { clientKeyData: secret, clientCertificateData: secret },
        }),
      ),
    ],
    ['a plugin that is not there', plugin('x', { command: '/nowhere/plugin' })],
    ['a plugin with a NUL', plugin('x', { args: [`${secret}\u0000`] })],
    [
      'a plugin with a NUL in a variable',
      plugin('x', { env: [{ name: 'SECRET', value: `${secret}\u0000` }] }),
    ],
  ])('%s', async (name, text) => {
    const path = file(`config-${name.replaceAll(' ', '-')}`, text);
    const env = { KUBECONFIG: path };
    expectQuiet(await runProgram(['pod', 'web', '--debug'], { env }), [3]);
    expectQuiet(await runProgram(['version'], { env }), [0]);
  });

  it('a proxy of the environment', async () => {
    const env = { KUBECONFIG: file('plain', config({ token: secret }, { server: 'https://192.0.2.1' })) };
    for (const proxy of [
      `http://jane:${encodeURIComponent(secret)}@127.0.0.1:1`,
      `jane:${secret}@[`,
      `http://jane:%@127.0.0.1:1`,
    ])
      expectQuiet(await runProgram(['pod', 'web', '--debug'], { env: { ...env, HTTPS_PROXY: proxy } }), [3]);
  });
});

describe('an API server that repeats what it was sent, and Secrets', () => {
  const dockerconfig = base64(
    JSON.stringify({ auths: { 'registry.acme.io': { auth: base64(`jane:${secret}`) } } }),
  );
  const echo = (headers: object) =>
    JSON.stringify({ headers, secret: { data: { '.dockerconfigjson': dockerconfig }, stringData: secret } });
  const status = (code: number, message: string) =>
    JSON.stringify({
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      reason: secret,
      message,
      code,
      details: { name: secret },
    });

  const answers: Readonly<Record<string, RequestListener>> = {
    ...Object.fromEntries(
      [200, 400, 401, 403, 404, 409, 410, 422, 429, 500, 503].flatMap((code) => [
        [
          `${code} in JSON`,
          ((request, response) => {
            response.writeHead(code, {
              'content-type': 'application/json',
              'retry-after': '0',
              warning: `299 - "${secret}"`,
            });
            response.end(status(code, echo(request.headers)));
          }) satisfies RequestListener,
        ],
        [
          `${code} in HTML`,
          ((request, response) => {
            response.writeHead(code, {
              'content-type': `text/html; x=${base64(secret)}`,
              'retry-after': '0',
              'www-authenticate': `Bearer ${request.headers.authorization}`,
            });
            response.end(`<html>${echo(request.headers)}</html>`);
          }) satisfies RequestListener,
        ],
      ]),
    ),
    'a redirect with a login': (_, response) => {
      response
        .writeHead(302, {
          location: `https://jane:${encodeURIComponent(secret)}@login.acme.io/${encodeURIComponent(secret)}?token=${encodeURIComponent(secret)}`,
        })
        .end();
    },
    'a redirect to nowhere': (_, response) => {
      response.writeHead(302, { location: `https://jane:${encodeURIComponent(secret)}@[` }).end();
    },
    'a redirect in a circle': (request, response) => {
      response.writeHead(302, { location: `${request.url}?token=${encodeURIComponent(secret)}` }).end();
    },
    'an object of another kind': (_, response) => {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ kind: secret, metadata: { name: 'web' } }));
    },
    'cut JSON': (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(echo(request.headers).slice(0, -3));
    },
    'broken gzip': (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(secret);
    },
    'a body that breaks off': (request, response) => {
      response.writeHead(200, { 'content-length': '9999' });
      response.write(echo(request.headers), () => request.socket.destroy());
    },
  };

  it.each(Object.entries(answers))('%s', async (_, answer) => {
    let sent = false;
    const server = await startHttps((request, response) => {
      sent ||= request.headers.authorization === `Bearer ${secret}`;
      answer(request, response);
    });
    onTestFinished(server.close);
    const fields = { server: server.url, 'certificate-authority': tlsFile('ca.crt') };
    const env = { KUBECONFIG: file(`echo-${server.url.slice(-5)}`, config({ token: secret }, fields)) };
    const runs = [['pod', 'web'], ['secret'], ['collect', 'pod', 'web']];
    const done = await Promise.all([
      runProgram(['version'], { env }),
      ...runs.map((args) => runProgram([...args, '--debug'], { env })),
    ]);
    expect(sent).toBe(true);
    for (const run of done) expectQuiet(run, [0, 1, 3]);
  });

  it('that is none, and speaks no HTTP', async () => {
    const server = createServer((socket) => socket.end(`HTTP/1.1 ${secret} ${secret}\r\n${secret}\r\n\r\n`));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    for (const scheme of ['http', 'https']) {
      const env = {
        KUBECONFIG: file(
          `none-${scheme}`,
          config({ token: secret }, { server: `${scheme}://127.0.0.1:${port}` }),
        ),
      };
      expectQuiet(await runProgram(['pod', 'web', '--debug'], { env }), [3]);
    }
  });
});
