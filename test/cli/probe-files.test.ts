import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { folderOf } from '../api-client/folder.ts';
import { openWorld, password, serve, type World, whole } from '../registry/fakes.ts';
import { statusOf } from '../support/api-objects.ts';
import { type ApiServer, answerRight, startApi } from '../support/api-server.ts';
import { root, runProgram } from '../support/run-program.ts';

const tls = join(root, 'test/fixtures/tls');
const good = `jane:${password}`;
const basic = `Basic ${Buffer.from(good).toString('base64')}`;

let world: World;
let place: string;
let api: ApiServer | undefined;
beforeEach(async () => {
  world = await openWorld('server');
  place = world.host('127.0.0.1', (request) =>
    request.headers.authorization === basic
      ? serve(whole)(request)
      : { status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } },
  );
});
afterEach(async () => {
  await world.close();
  api?.close();
  api = undefined;
});

const asking = ['--registry-ca', join(tls, 'ca.crt'), '--allow-address', '127.0.0.0/8'];
const waiting = { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image' } };

/** A Pod that pulls with `regcred`, and all that the diagnosis reads of it. */
function objects() {
  const image = `${place}/shop/api:1.4`;
  const config = { auths: { [place]: { username: 'jane', password } } };
  const named = (kind: string, name: string) => ({
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: 'shop', uid: `${kind}-${name}` },
  });
  return [
    {
      ...named('Pod', 'web'),
      spec: {
        serviceAccountName: 'default',
        imagePullSecrets: [{ name: 'regcred' }],
        containers: [{ name: 'app', image, imagePullPolicy: 'Always' }],
      },
      status: { phase: 'Pending', containerStatuses: [{ name: 'app', image, imageID: '', state: waiting }] },
    },
    {
      ...named('Secret', 'regcred'),
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': Buffer.from(JSON.stringify(config)).toString('base64') },
    },
    { ...named('ServiceAccount', 'default') },
  ];
}

async function startCluster(denied = ''): Promise<ApiServer> {
  api = await startApi(
    objects(),
    (exchange) => {
      if (exchange.right.what !== denied) return answerRight(exchange);
      exchange.response.writeHead(403, { 'content-type': 'application/json' });
      exchange.response.end(JSON.stringify(statusOf(403, 'Forbidden', 'secrets "regcred" is forbidden')));
    },
    { protocol: 'http' },
  );
  return api;
}

const run = (...args: readonly string[]) => runProgram(args, { env: { HOME: folderOf({}), KUBECONFIG: '' } });
const fromCluster = ({ url }: ApiServer, ...args: readonly string[]) =>
  run(...args, '--server', url, '-n', 'shop', ...asking);
const probesOf = (stdout: string) =>
  (JSON.parse(stdout) as Report).pods.flatMap(({ images }) => images.map(({ probe }) => probe));
const told = (stdout: string) =>
  probesOf(stdout).map((probe) => probe?.attempts.map(({ as, outcome }) => `${as} ${outcome}`));

describe('collect --probe', () => {
  it('stores what the registry answered, without a login, and --from replays it', async () => {
    const cluster = await startCluster();
    const collected = await fromCluster(cluster, 'collect', 'pod', 'web', '--probe');
    expect(collected.code).toBe(0);
    expect(collected.stdout).not.toContain(password);
    expect(collected.stdout).not.toContain(basic.slice(6));
    const live = await fromCluster(cluster, 'pod', 'web', '--probe', '-o', 'json');
    const before = world.seen.length;
    const file = join(folderOf({ 'web.yaml': collected.stdout }), 'web.yaml');
    const replayed = await run('pod', 'web', '-n', 'shop', '--from', file, '-o', 'json');
    expect(told(replayed.stdout)).toEqual([['anonymous anonymous-refused', 'offer found']]);
    const steady = (stdout: string) => probesOf(stdout).map((probe) => ({ ...probe, durationMs: 0 }));
    expect(steady(replayed.stdout)).toEqual(steady(live.stdout));
    expect(world.seen).toHaveLength(before);
  });

  it.each([
    ['pod', 'web'],
    ['pod', '-A'],
    ['secret', 'regcred'],
    ['image', 'IMAGE', '--secret', 'regcred'],
  ])('its stand-ins are sent nowhere: %s %s', async (...args) => {
    const collected = await fromCluster(await startCluster(), 'collect', 'pod', 'web');
    const file = join(folderOf({ 'web.yaml': collected.stdout }), 'web.yaml');
    const words = args.map((word) => (word === 'IMAGE' ? `${place}/shop/api:1.4` : word));
    const scope = args.includes('-A') ? [] : ['-n', 'shop'];
    const refused = await run(...words, ...scope, '--from', file, '--probe', ...asking);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/^error: .*--probe=anonymous/);
    expect(world.seen).toEqual([]);
    const asked = await run(...words, ...scope, '--from', file, '--probe=anonymous', ...asking);
    expect(asked.code).not.toBe(2);
    expect(world.seen.length).toBeGreaterThan(0);
    expect(world.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });
});

it('without the permission to read the Secret: asked without a login, and says so', async () => {
  const cluster = await startCluster('get secrets/regcred');
  const { stdout } = await fromCluster(cluster, 'pod', 'web', '--probe', '-o', 'json');
  expect(told(stdout)).toEqual([['anonymous anonymous-refused', 'offer not-asked']]);
  expect(probesOf(stdout)[0]?.attempts[1]?.says).toContain('regcred could not be read');
  expect(world.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});

it('--probe=anonymous sends no login that could be read', async () => {
  const { stdout } = await fromCluster(
    await startCluster(),
    ...['pod', 'web', '--probe=anonymous', '-o', 'json'],
  );
  expect(told(stdout)).toEqual([['anonymous anonymous-refused']]);
  expect(world.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});

it("this machine's docker login is not sent unless --docker-config asks for it", async () => {
  const home = folderOf({
    '.docker/config.json': JSON.stringify({ auths: { [place]: { username: 'jane', password } } }),
  });
  const image = ['image', `${place}/shop/api:1.4`, '-n', 'shop', '--server', (await startCluster()).url];
  const asked = (...args: readonly string[]) =>
    runProgram([...image, ...asking, ...args, '-o', 'json'], { env: { HOME: home, KUBECONFIG: '' } });
  await asked('--probe');
  expect(world.seen.length).toBeGreaterThan(0);
  expect(world.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  expect(told((await asked('--probe', '--docker-config')).stdout)[0]?.at(-1)).toBe('offer found');
});

it('an address that is refused: nothing is sent, a line says why and names the flag, the exit code stays', async () => {
  const cluster = await startCluster();
  const args = ['pod', 'web', '-n', 'shop', '--server', cluster.url];
  const plain = await run(...args);
  const { stdout, code } = await run(...args, '--probe');
  expect(code).toBe(plain.code);
  expect(stdout).toMatch(
    /not asked {2}127\.0\.0\.1:\d+: 127\.0\.0\.1 is a loopback address; --allow-address/,
  );
  expect(world.seen).toEqual([]);
});

describe('a malformed value ends with 2 and names the flag', () => {
  it.each([
    ['--probe', '--probe=most'],
    ['--probe-timeout', '--probe', '--probe-timeout', 'soon'],
    ['--probe-timeout', '--probe', '--probe-timeout', '0s'],
    ['--probe-budget', '--probe', '--probe-budget', '-1s'],
    ['--probe-limit', '--probe', '--probe-limit', '0'],
    ['--probe-limit', '--probe', '--probe-limit', 'all'],
    ['--registry-ca', '--probe', '--registry-ca', '/nowhere/ca.crt'],
    ['--registry-ca', '--probe', '--registry-ca', join(root, 'package.json')],
    ['--allow-address', '--probe', '--allow-address', '10.0.0'],
    ['--allow-address', '--probe', '--allow-address', '10.0.0.0/33'],
    ['--allow-token-host', '--probe', '--allow-token-host', 'auth.acme.io'],
    ['--allow-token-host', '--probe', '--allow-token-host', 'https://acme.io=auth.acme.io'],
    ['--platform', '--probe', '--platform', 'linux'],
    ['--platform', '--platform', 'linux/amd64'],
    ['--docker-config', '--probe', '--docker-config=/nowhere/config.json'],
    ['--docker-config', '--probe', `--docker-config=${join(root, 'README.md')}`],
    ['--docker-config', '--docker-config'],
  ])('%s: %s %s %s', async (flag, ...args) => {
    const { code, stdout, stderr } = await run('image', 'acme.invalid/shop/api:1', '-n', 'shop', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^error: .*${flag}`));
  });
});
