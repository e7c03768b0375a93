import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { credentialSource } from '../../src/api-client/auth/credentials.ts';
import { parseExecCredential } from '../../src/api-client/auth/exec-credential.ts';
import { runExecPlugin } from '../../src/api-client/auth/exec-plugin.ts';
import { connect } from '../../src/api-client/connect.ts';
import { proxyFor } from '../../src/api-client/http/env-proxy.ts';
import type { ExecPlugin } from '../../src/api-client/kubeconfig/kubeconfig.ts';
import { parseKubeconfig } from '../../src/api-client/kubeconfig/parse-kubeconfig.ts';
import { chooseTarget } from '../../src/api-client/kubeconfig/target.ts';
import { folderOf } from './folder.ts';

const secret = 'hunter2-correct-horse';
const base64 = Buffer.from(secret).toString('base64');

const users = {
  token: { token: secret },
  password: { username: 'jane', password: secret },
  certificate: { 'client-certificate-data': base64, 'client-key-data': base64 },
  oidc: { 'auth-provider': { name: 'oidc', config: { 'id-token': secret, 'refresh-token': secret } } },
  plugin: {
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: '/nowhere/plugin',
      args: ['--client-secret', secret],
      env: [{ name: 'SECRET', value: secret }],
      interactiveMode: 'Never',
    },
  },
};
const cluster = {
  server: `https://jane:${secret}@api.example:6443?token=${secret}`,
  'proxy-url': `http://jane:${secret}@proxy.example:3128`,
  extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { secret } }],
};
const text = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'c', cluster }],
  users: Object.entries(users).map(([name, user]) => ({ name, user })),
  contexts: Object.keys(users).map((user) => ({ name: user, context: { cluster: 'c', user } })),
});
const config = parseKubeconfig(text, '/kubeconfig');

/** Everything that a log, an error or a debugger could make of a value. */
const shown = (value: unknown): string =>
  [
    inspect(value, { depth: null, showHidden: true, getters: true }),
    JSON.stringify(value, (_, inner) => (inner instanceof Map ? [...inner] : inner)),
    `${inspect(new Error('failed', { cause: value }), { depth: null })}`,
  ].join();

/** Nothing of the secret, nor of its base64. */
function expectSealed(value: unknown): void {
  const plain = shown(value);
  expect(plain).not.toContain(secret);
  expect(plain).not.toContain(base64);
  expect(plain).not.toContain(Buffer.from(`jane:${secret}`).toString('base64').slice(8));
}

describe('the credentials of a connection are sealed', () => {
  it('in the kubeconfig', () => {
    expectSealed(config);
    expect(shown(config)).toContain('[redacted]');
  });

  it.each(Object.keys(users))('in the target and in what its requests carry: %s', async (context) => {
    const target = chooseTarget(config, {});
    expectSealed(target);
    const chosen = chooseTarget(config, { context });
    expectSealed(chosen);
    expectSealed(
      await credentialSource(chosen, undefined, {
        env: {},
        timeout: null,
        kubectlFlags: [],
        neverRenews: false,
        tell: () => {},
      })(),
    );
    expect(chosen.cluster.server).toBe('https://api.example:6443');
  });

  it('given by flags', () => {
    const options = { token: secret, password: secret, server: `https://jane:${secret}@api.example` };
    const target = chooseTarget(config, { context: 'token', ...options });
    expectSealed(target);
    expect(target.cluster.server).toBe('https://api.example');
  });

  it('in the connection', () => {
    const folder = folderOf({ config: text });
    for (const context of ['token', 'password', 'oidc', 'plugin'])
      expectSealed(connect({ kubeconfig: `${folder}/config`, context }, {}));
  });

  it('in the address of the proxy', () => {
    expectSealed(proxyFor(new URL('https://api.example'), undefined, { HTTPS_PROXY: cluster['proxy-url'] }));
  });

  const plugin = config.users.get('plugin')?.exec as ExecPlugin;

  it('in the answer of a credential plugin', () => {
    const credential = (status: object) =>
      JSON.stringify({ apiVersion: plugin.apiVersion, kind: 'ExecCredential', status });
    const answers = [
      credential({ token: secret }),
      credential({ clientCertificateData: secret, clientKeyData: secret }),
      credential({ clientCertificateData: secret }),
      credential({ token: [secret] }),
      JSON.stringify({ apiVersion: secret, kind: 'ExecCredential' }),
      `{"token": ${secret}}`,
      secret,
    ];
    for (const answer of answers) expectSealed(parseExecCredential(answer, plugin));
  });

  it.each([
    ['argument', { args: [`${secret}\\0`] }],
    ['variable', { env: [{ name: 'SECRET', value: `${secret}\\0` }] }],
    ['name of a variable', { env: [{ name: `${secret}\\0`, value: 'x' }] }],
  ])('with an %s that no process can be given', async (_, change) => {
    const exec = { ...users.plugin.exec, command: process.execPath, ...change };
    const broken = JSON.stringify({ users: [{ name: 'u', user: { exec } }] }).replaceAll('\\\\0', '\\u0000');
    const user = parseKubeconfig(broken, '/kubeconfig').users.get('u')?.exec as ExecPlugin;
    const answer = await runExecPlugin(user, {}, undefined, { env: {}, tell: () => {} });
    expect(answer).toMatchObject({
      kind: 'failure',
      problem: expect.stringContaining('could not be started'),
    });
    expectSealed(answer);
  });
});
