import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canI } from '../../src/diagnosis/unread.ts';
import type { Report } from '../../src/model/report.ts';
import type { Resource } from '../../src/objects/object-reader.ts';
import { permission, resourceTypes } from '../../src/objects/resources.ts';
import { checkCommand } from '../../src/report/shell.ts';
import { httpProxy, listen, socksProxy } from '../api-client/proxies.ts';
import { root, runProgram } from '../support/run-program.ts';
import { apply, cluster, eventually, kubectl, runFix, settled, variant } from './cluster.ts';

/** A password that ends in a line break: only who may read the Secret can tell. */
const scenario = 'newline-in-password';
/** Of its own: the scenarios are applied again by the tests about them. */
const name = 'connect';
const namespace = `s-${name}`;
const folder = mkdtempSync(join(tmpdir(), 'pullcheck-connect-'));
const api = new URL('https://127.0.0.1:6443');

interface Entry {
  readonly cluster?: object;
  readonly user: object;
}

/** A kubeconfig of its own, in JSON; returns its path. */
function kubeconfig(name: string, { cluster: fields, user }: Entry): string {
  const path = join(folder, name);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'x',
    clusters: [
      {
        name: 'c',
        cluster: { server: api.href, 'certificate-authority-data': pem('certificate-authority'), ...fields },
      },
    ],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', namespace } }],
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

/** A file that the admin's kubeconfig names, in base64. */
function pem(key: string): string {
  const [, path = ''] =
    new RegExp(`${key}: ([^,} ]+)`).exec(readFileSync(cluster?.admin ?? '', 'utf8')) ?? [];
  return readFileSync(path).toString('base64');
}

const adminPair = () => ({
  'client-certificate-data': pem('client-certificate'),
  'client-key-data': pem('client-key'),
});

/** A credential plugin that prints `status`. */
function plugin(name: string, status: object) {
  const apiVersion = 'client.authentication.k8s.io/v1';
  const command = join(folder, name);
  writeFileSync(
    command,
    `#!/bin/sh\ncat <<'END'\n${JSON.stringify({ kind: 'ExecCredential', apiVersion, status })}\nEND\n`,
    { mode: 0o700 },
  );
  return { exec: { apiVersion, command, interactiveMode: 'Never' } };
}

const clientPair = () => ({
  clientCertificateData: Buffer.from(pem('client-certificate'), 'base64').toString(),
  clientKeyData: Buffer.from(pem('client-key'), 'base64').toString(),
});

/** Diagnoses the Pod; the cause, and which permissions were wanting. */
async function diagnose(env: Readonly<Record<string, string>>, ...flags: readonly string[]) {
  const run = await runProgram(['pod', 'web', '-n', namespace, '-o', 'json', ...flags], { env });
  expect(run.stderr).toBe('');
  const { pods, problems } = JSON.parse(run.stdout) as Report;
  return {
    code: run.code,
    cause: pods[0]?.images[0]?.cause ?? null,
    needs: problems.map(({ need }) => need),
    problems,
  };
}

/** What a command prints, whether it succeeds or, as `can-i` does to say no, fails. */
const outputOf = (command: string) =>
  runFix(command, {}).catch((error: { stdout: string; stderr: string }) => error);

const everything = { code: 1, cause: 'credential-whitespace', needs: [] };
const secrets = `get secrets/regcred in namespace ${namespace}`;

describe.skipIf(cluster === null)('connections to a real cluster', () => {
  const admin = cluster?.admin ?? '';
  let token = '';

  beforeAll(async () => {
    await apply(variant(name, readFileSync(join(root, `test/live/scenarios/${scenario}.yaml`), 'utf8')));
    await eventually(settled, 240, 'the Pod of the scenario');
    await kubectl('create', 'serviceaccount', 'reader', '-n', namespace);
    await kubectl(
      'create',
      'rolebinding',
      'reader',
      '-n',
      namespace,
      '--clusterrole=view',
      `--serviceaccount=${namespace}:reader`,
      '--group=readers',
    );
    await kubectl('create', 'role', 'opener', '-n', namespace, '--verb=get', '--resource=secrets');
    await kubectl('create', 'rolebinding', 'opener', '-n', namespace, '--role=opener', '--group=openers');
    token = (await kubectl('create', 'token', 'reader', '-n', namespace)).trim();
  });

  afterAll(async () => {
    await kubectl('delete', 'namespace', namespace, '--wait=false', '--ignore-not-found');
    rmSync(folder, { recursive: true });
  });

  it('as the admin, with a client certificate', async () => {
    expect(await diagnose({ KUBECONFIG: admin })).toMatchObject(everything);
    expect(await diagnose({}, `--kubeconfig=${admin}`)).toMatchObject(everything);
  });

  it('as a viewer, who may not read Secrets', async () => {
    const { code, cause, needs } = await diagnose({ KUBECONFIG: cluster?.viewer ?? '' });
    expect({ code, needs }).toEqual({ code: 1, needs: [secrets] });
    expect(cause).not.toBe('credential-whitespace');
  });

  it('as a getter, who may read Secrets by name', async () => {
    expect(await diagnose({ KUBECONFIG: cluster?.getter ?? '' })).toMatchObject(everything);
  });

  it('by a credential plugin that gives a client certificate', async () => {
    const file = kubeconfig('exec-pair', { user: plugin('pair', clientPair()) });
    expect(await diagnose({ KUBECONFIG: file })).toMatchObject(everything);
  });

  it('by a credential plugin that gives a token', async () => {
    const file = kubeconfig('exec-token', { user: plugin('token', { token }) });
    expect(await diagnose({ KUBECONFIG: file })).toMatchObject({ code: 1, needs: [secrets] });
  });

  it('by a token, in the kubeconfig, in a file and by flag', async () => {
    const inline = kubeconfig('token', { user: { token } });
    writeFileSync(join(folder, 'token.txt'), `${token}\n`);
    const inFile = kubeconfig('token-file', { user: { tokenFile: 'token.txt' } });
    const nobody = kubeconfig('nobody', { user: {} });
    for (const [file, ...flags] of [[inline], [inFile], [nobody, `--token=${token}`]] as const)
      expect(await diagnose({ KUBECONFIG: file }, ...flags)).toMatchObject({ code: 1, needs: [secrets] });
  });

  it('through kubectl proxy, over plain http', async () => {
    const proxy = spawn('kubectl', ['--kubeconfig', admin, 'proxy', '--port=0']);
    try {
      const line = await new Promise<string>((resolve) =>
        proxy.stdout.once('data', (data) => resolve(String(data))),
      );
      const server = `http://${/127\.0\.0\.1:\d+/.exec(line)?.[0]}`;
      expect(await diagnose({ KUBECONFIG: '/nowhere' }, `--server=${server}`)).toMatchObject(everything);
    } finally {
      proxy.kill();
    }
  });

  it('through proxies, of the environment and of the kubeconfig', async () => {
    const told: string[] = [];
    const target = { port: () => Number(api.port), tell: (host: string) => void told.push(host) };
    const proxies = [httpProxy(target, () => {}), socksProxy(target)] as const;
    const [http = '', socks = ''] = await Promise.all(proxies.map(listen));
    try {
      const far = { server: 'https://kubernetes:6443' };
      const user = adminPair();
      const plain = kubeconfig('far', { cluster: far, user });
      const proxied = kubeconfig('far-proxied', { cluster: { ...far, 'proxy-url': `http://${http}` }, user });
      const overSocks = kubeconfig('far-socks', {
        cluster: { ...far, 'proxy-url': `socks5://${socks}` },
        user,
      });
      expect(await diagnose({ KUBECONFIG: plain, HTTPS_PROXY: `http://${http}` })).toMatchObject(everything);
      expect(await diagnose({ KUBECONFIG: proxied, NO_PROXY: '*' })).toMatchObject(everything);
      expect(await diagnose({ KUBECONFIG: overSocks })).toMatchObject(everything);
      expect([...new Set(told)]).toEqual(['kubernetes:6443', 'socks kubernetes']);
    } finally {
      for (const proxy of proxies) proxy.close();
    }
  });

  it('as somebody else, in two groups: each gives its part', async () => {
    const jane = ['--as=jane', '--as-group=readers'];
    expect(await diagnose({ KUBECONFIG: admin }, ...jane, '--as-group=openers')).toMatchObject(everything);
    expect(await diagnose({ KUBECONFIG: admin }, ...jane)).toMatchObject({ code: 1, needs: [secrets] });
  });

  it('with the role of docs/rbac.yaml nothing is lacking', async () => {
    const file = join(root, 'docs/rbac.yaml');
    await kubectl('apply', '-f', file);
    await kubectl(
      'create',
      'clusterrolebinding',
      'pullcheck-test',
      '--clusterrole=pullcheck',
      '--user=oncall',
    );
    try {
      expect(await diagnose({ KUBECONFIG: admin }, '--as=oncall')).toMatchObject(everything);
      for (const command of [
        'pod -A --warnings',
        'secret regcred',
        'image registry.acme.test/team/app:v1',
        'deployment nope',
      ]) {
        const run = await runProgram([...command.split(' '), '-n', namespace, '--as=oncall', '--debug'], {
          env: { KUBECONFIG: admin },
        });
        expect(run.stderr).toMatch(/^GET /);
        expect(run.stderr).not.toMatch(/ 403 |forbidden/);
        expect(run.stdout).not.toContain('forbidden');
      }
    } finally {
      await kubectl('delete', 'clusterrolebinding', 'pullcheck-test');
      await kubectl('delete', '-f', file);
    }
  });

  it('what is lacking can be asked for with the command that the report gives', async () => {
    await kubectl('create', 'role', 'looker', '-n', namespace, '--verb=get', '--resource=pods');
    await kubectl('create', 'rolebinding', 'looker', '-n', namespace, '--role=looker', '--user=joe');
    const { problems } = await diagnose({ KUBECONFIG: admin }, '--as=joe', '--as-group=nobody');
    const checks = problems.map(({ check }) => check ?? '');
    expect(checks).toEqual([
      `kubectl auth can-i list events -n ${namespace} --as=joe --as-group=nobody`,
      `kubectl auth can-i get secrets/regcred -n ${namespace} --as=joe --as-group=nobody`,
      `kubectl auth can-i get serviceaccounts/default -n ${namespace} --as=joe --as-group=nobody`,
      `kubectl auth can-i list pods -n ${namespace} --as=joe --as-group=nobody`,
    ]);
    for (const check of checks) {
      expect((await outputOf(check)).stdout).toBe('no\n');
      expect((await outputOf(check.replace('--as-group=nobody', '--as-group=system:masters'))).stdout).toBe(
        'yes\n',
      );
    }
  });

  const resources = Object.keys(resourceTypes) as Resource[];
  it.concurrent.each(resources)('kubectl understands the question for each read of %s', async (resource) => {
    const place = resourceTypes[resource].namespaced ? namespace : null;
    for (const need of [
      permission(resource, place, 'web'),
      permission(resource, place, null),
      permission(resource, null, null),
    ])
      for (const [who, answer] of [
        ['stranger', 'no\n'],
        ['admin', 'yes\n'],
      ] as const) {
        const flags = who === 'stranger' ? ['--as=stranger', '--as-group=nobody'] : [];
        const asked = await outputOf(checkCommand(canI(need), flags));
        expect([need, who, asked.stdout]).toEqual([need, who, answer]);
        expect(asked.stderr).not.toMatch(/doesn't have a resource type|error/);
      }
  });
});
