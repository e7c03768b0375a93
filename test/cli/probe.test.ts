import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Report, ReportImage } from '../../src/model/report.ts';
import { folderOf } from '../api-client/folder.ts';
import { httpProxy, listen, socksProxy } from '../api-client/proxies.ts';
import { openWorld, password, serve, tokens, type World, whole } from '../registry/fakes.ts';
import { root, runProgram } from '../support/run-program.ts';

const tls = join(root, 'test/fixtures/tls');
const good = `jane:${password}`;
const basic = `Basic ${Buffer.from(good).toString('base64')}`;

let world: World;
let at: string;
beforeEach(async () => {
  world = await openWorld('server');
  at = `127.0.0.1:${world.port}`;
});
afterEach(() => world.close());

/** A registry that wants Jane's login with Basic. */
const privateRegistry = () =>
  world.host('127.0.0.1', (request) =>
    request.headers.authorization === basic
      ? serve(whole)(request)
      : { status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } },
  );

const dockerConfig = (location: string) =>
  JSON.stringify({ auths: { [location]: { username: 'jane', password } } });
const secret = (location: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'kubernetes.io/dockerconfigjson',
  metadata: { name: 'regcred', namespace: 'shop' },
  data: { '.dockerconfigjson': Buffer.from(dockerConfig(location)).toString('base64') },
});
const podOf = (image: string, secrets: readonly string[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', uid: 'u-1' },
  spec: {
    nodeName: 'node-1',
    imagePullSecrets: secrets.map((name) => ({ name })),
    containers: [{ name: 'app', image, imagePullPolicy: 'Always' }],
  },
});
const nodeOf = (architecture: string) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: `node-${architecture}` },
  status: {
    nodeInfo: { architecture, operatingSystem: 'linux', containerRuntimeVersion: 'containerd://2.1.0' },
  },
});
const account = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'default', namespace: 'shop' },
};
const listOf = (...items: readonly object[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

const asking = ['--probe', '--registry-ca', join(tls, 'ca.crt'), '--allow-address', '127.0.0.0/8'];

const imagesOf = (stdout: string): readonly ReportImage[] =>
  (JSON.parse(stdout) as Report).pods.flatMap(({ images }) => images);
const told = (stdout: string) =>
  imagesOf(stdout).map(({ probe }) => probe?.attempts.map(({ as, outcome }) => `${as} ${outcome}`));

/** Asks for the images of `web.json` with the cluster of `cluster.json`. */
const manifestIn = (folder: string, ...flags: readonly string[]) =>
  runProgram([
    ...['manifest', '-f', join(folder, 'web.json'), '--from', join(folder, 'cluster.json'), '-n', 'shop'],
    ...[...asking, ...flags, '-o', 'json'],
  ]);

describe('files with the Secrets themselves', () => {
  it('pod: the login that the kubelet would send is sent, and no word of it is shown', async () => {
    const image = `${privateRegistry()}/shop/api:1.4`;
    const folder = folderOf({ 'all.json': listOf(podOf(image, ['regcred']), secret(at), account) });
    const run = await runProgram([
      'pod',
      'web',
      '-n',
      'shop',
      '--from',
      folder,
      ...asking,
      '--debug',
      '-o',
      'json',
    ]);
    expect(told(run.stdout)).toEqual([['anonymous anonymous-refused', 'offer found']]);
    expect(run.stdout + run.stderr).not.toContain(password);
    expect(run.stdout + run.stderr).not.toContain(basic.slice(6));
  });

  it('secret: the table of what the registry answered to it', async () => {
    const image = `${privateRegistry()}/shop/api:1.4`;
    const folder = folderOf({ 'all.json': listOf(podOf(image, ['regcred']), secret(at), account) });
    const { stdout } = await runProgram(['secret', 'regcred', '-n', 'shop', '--from', folder, ...asking]);
    expect(stdout).toMatch(new RegExp(`asked ${at} as\\s+result\\s+where`));
    expect(stdout).toMatch(/anonymous\s+a login is wanted\s+manifest 401/);
    expect(stdout).toMatch(new RegExp(`regcred: ${at}\\s+found\\s+manifest 200`));
  });
});

describe('manifest', () => {
  const deployment = (...images: readonly string[]) =>
    JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        template: { spec: { containers: images.map((image, index) => ({ name: `c${index}`, image })) } },
      },
    });

  it('asks for the platforms of the nodes', async () => {
    world.host('127.0.0.1', serve(whole));
    const folder = folderOf({
      'cluster.json': listOf(nodeOf('amd64'), nodeOf('s390x'), account),
      'web.json': deployment(`${at}/shop/api:1.4`),
    });
    const { stdout, code } = await manifestIn(folder);
    const [image] = imagesOf(stdout);
    expect(image?.probe?.platforms).toEqual(['linux/amd64', 'linux/s390x']);
    expect(image?.findings.map(({ rule }) => rule)).toContain('image-platform-mismatch');
    expect(code).toBe(1);
  });

  it.each([
    ['without a kubeconfig', () => ({})],
    [
      'where the cluster cannot be reached',
      () => ({ KUBECONFIG: `${folderOf({ config: unreachable })}/config` }),
    ],
  ])('%s: with --platform and --docker-config', async (_, env) => {
    const image = `${privateRegistry()}/shop/api:1.4`;
    const folder = folderOf({ 'web.json': deployment(image), 'docker.json': dockerConfig(at) });
    const run = (platform: string) =>
      runProgram(
        [
          ...['manifest', '-f', join(folder, 'web.json'), ...asking, '-o', 'json', '--platform', platform],
          `--docker-config=${join(folder, 'docker.json')}`,
        ],
        { env: { HOME: folder, ...env() } },
      );
    const { stdout, code, stderr } = await run('linux/amd64');
    expect(stderr).not.toContain('    at ');
    expect(told(stdout)).toEqual([['anonymous anonymous-refused', 'offer found']]);
    expect(imagesOf(stdout)[0]?.probe).toMatchObject({
      platforms: ['linux/amd64'],
      attempts: [{}, { secret: "this machine's login, not the Pod's" }],
    });
    expect(code).toBe(0);
    expect((await run('linux/amd64,linux/riscv64')).code).toBe(1);
  });

  it('credential helpers of --docker-config are asked for the registry alone', async () => {
    const image = `${privateRegistry()}/shop/api:1.4`;
    const folder = folderOf({
      'web.json': deployment(image),
      'docker.json': JSON.stringify({ credHelpers: { [at]: 'pullcheck-test' } }),
      'bin/docker-credential-pullcheck-test': `#!/bin/sh\nread host\necho "$1 $host" >> "$(dirname "$0")/asked"\n[ "$host" = "${at}" ] && printf '%s' '${JSON.stringify({ ServerURL: at, Username: 'jane', Secret: password })}'\n`,
    });
    const { stdout, code } = await runProgram(
      [
        ...['manifest', '-f', join(folder, 'web.json'), ...asking, '--platform', 'linux/amd64', '-o', 'json'],
        `--docker-config=${join(folder, 'docker.json')}`,
      ],
      { env: { HOME: folder, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` } },
    );
    expect(told(stdout)).toEqual([['anonymous anonymous-refused', 'offer found']]);
    expect(code).toBe(0);
    expect(stdout).not.toContain(password);
    expect(readFileSync(join(folder, 'bin/asked'), 'utf8')).toBe(`get ${at}\n`);
  });

  it('429 stops that registry, and not another', async () => {
    world.host('127.0.0.1', () => ({ status: 429, headers: { 'retry-after': '60' } }));
    world.host('localhost', serve(whole));
    const images = ['a', 'b', 'c'].map((name) => `${at}/shop/${name}:1`);
    const other = `localhost:${world.port}/shop/api:1.4`;
    const folder = folderOf({
      'web.json': deployment(...images, other),
      'cluster.json': listOf(nodeOf('amd64'), account),
    });
    const { stdout } = await manifestIn(folder);
    expect(told(stdout)).toEqual([
      ['anonymous rate-limited'],
      ['anonymous not-asked'],
      ['anonymous not-asked'],
      ['anonymous found'],
    ]);
    expect(world.seen.filter(({ host }) => host === '127.0.0.1')).toHaveLength(1);
  });

  it('an image that several templates name is asked for once, and no more than --probe-limit', async () => {
    world.host('127.0.0.1', serve(whole));
    const same = `${at}/shop/api:1.4`;
    const folder = folderOf({
      'web.json': deployment(same, same, `${at}/shop/api:1.3`),
      'cluster.json': listOf(nodeOf('amd64'), account),
    });
    const { stdout } = await manifestIn(folder, '--probe-limit', '1');
    expect(told(stdout)).toEqual([['anonymous found'], ['anonymous found'], ['anonymous not-asked']]);
    expect(world.seen.filter(({ path }) => path.endsWith('/1.4'))).toHaveLength(1);
    expect(stdout).toContain('--probe-limit allows more');
  });
});

const unreachable = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'c',
  contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
  clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'u', user: { token: 't' } }],
});

describe('proxies', () => {
  let reached: string[] = [];
  let port = 0;
  const target = { port: () => port, tell: (host: string) => void reached.push(host) };
  const http = httpProxy(target, createServer() as never as Parameters<typeof httpProxy>[1]);
  const socks = socksProxy(target) as unknown as Server;
  let named: World;
  let addresses: Record<'http' | 'socks', string>;
  beforeAll(async () => {
    addresses = { http: await listen(http), socks: await listen(socks) };
  });
  beforeEach(async () => {
    reached = [];
    named = await openWorld();
    port = named.port;
    const { serveToken, checked } = tokens({ logins: { [good]: 'ok' } });
    const inner = checked(`Bearer realm="https://login.acme.test:${port}/token"`, serve(whole));
    named.host('registry.acme.test', inner);
    named.host('login.acme.test', serveToken);
  });
  afterEach(() => named.close());
  afterAll(() => {
    http.close();
    socks.close();
  });

  const run = (env: Record<string, string>) => {
    const place = `registry.acme.test:${port}`;
    const folder = folderOf({
      'all.json': listOf(podOf(`${place}/shop/api:1.4`, ['regcred']), secret(place), account),
    });
    const ca = ['--probe', '--registry-ca', join(tls, 'registries-ca.crt')];
    return runProgram(['pod', 'web', '-n', 'shop', '--from', folder, ...ca, '-o', 'json'], { env });
  };

  it.each([
    ['http', (to: string) => `http://${to}`, ''],
    ['http', (to: string) => to, ''],
    ['socks', (to: string) => `socks5://${to}`, 'socks '],
  ] as const)(
    '%s: registry and token server are asked through it, names are its to resolve',
    async (kind, url, prefix) => {
      const { stdout } = await run({ HTTPS_PROXY: url(addresses[kind]) });
      expect(told(stdout)).toEqual([['anonymous not-asked', 'offer found']]);
      expect(imagesOf(stdout)[0]?.probe?.proxy).toBe(addresses[kind]);
      const hosts = new Set(reached.map((one) => one.replace(/:\d+$/, '')));
      expect(hosts).toEqual(new Set([`${prefix}registry.acme.test`, `${prefix}login.acme.test`]));
    },
  );

  it('NO_PROXY: the registry is looked for directly', async () => {
    const { stdout } = await run({ HTTPS_PROXY: `http://${addresses.http}`, NO_PROXY: '.acme.test' });
    expect(imagesOf(stdout)[0]?.probe?.proxy).toBeNull();
    expect(reached).toEqual([]);
    expect(world.seen).toEqual([]);
  });

  it('a proxy that refuses is told as one', async () => {
    const { stdout } = await run({ HTTPS_PROXY: 'http://127.0.0.1:1' });
    expect(imagesOf(stdout)[0]?.probe?.attempts[0]).toMatchObject({ outcome: 'failed' });
    expect(imagesOf(stdout)[0]?.probe?.attempts[0]?.says).toContain('(through the proxy 127.0.0.1:1)');
  });
});

describe('a terminal', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends it within a second while a registry hangs',
    async (signal) => {
      world.host('127.0.0.1', () => ({ status: 200, raw: () => undefined }));
      const folder = folderOf({ 'all.json': listOf(podOf(`${at}/shop/api:1.4`, []), account) });
      const args = ['pod', 'web', '-n', 'shop', '--from', folder, ...asking, '--probe-timeout', '30s'];
      const child = spawn(join(root, 'bin/kubectl-pullcheck'), args, { stdio: 'ignore' });
      const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
      while (world.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      const began = Date.now();
      child.kill(signal);
      await ended;
      expect(Date.now() - began).toBeLessThan(1000);
    },
  );
});
