import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/api-client/connect.ts';
import { runProgram } from '../support/run-program.ts';
import { hasKubectl, kubectl } from './kubectl.ts';
import { idToken } from './oidc-issuer.ts';
import { openWorld, type World } from './world.ts';

const worlds: World[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

const renewed = `${idToken(4102444800)}new`;

/** Notes how it was called, and renews the token as kubectl does. */
const fakeKubectl = `#!/bin/sh
echo "$0 $*" >> DIR/calls
sed -i 's/id-token: .*/id-token: ${renewed}/' DIR/config
`;

/** A kubeconfig whose ID token has expired, beside a program in the place of kubectl. */
async function setUp(program: string | null = fakeKubectl) {
  const config = `# written by hand
apiVersion: v1
kind: Config
current-context: x
clusters: [{name: c, cluster: {server: "https://SERVER", certificate-authority: TLS/ca.crt}}]
contexts: [{name: x, context: {cluster: c, user: jane}}]
users:
- name: jane
  user:
    auth-provider:
      name: oidc
      config:
        idp-issuer-url: https://SERVER/issuer
        idp-certificate-authority: TLS/ca.crt
        client-id: me
        id-token: ${idToken(1)}
        refresh-token: r1
`;
  const world = await openWorld({ config, ...(program === null ? {} : { 'bin/kubectl': program }) });
  worlds.push(world);
  const file = world.fill('DIR/config');
  return {
    world,
    file,
    env: { PATH: `${world.fill('DIR/bin')}:/usr/bin:/bin` },
    calls: () => (existsSync(world.fill('DIR/calls')) ? readFileSync(world.fill('DIR/calls'), 'utf8') : ''),
  };
}

async function ask(
  kubeconfig: string,
  env: Readonly<Record<string, string>>,
  { times = 1, requestTimeout = '10s', neverRenews = false } = {},
) {
  const connection = connect({ kubeconfig, requestTimeout, context: 'x' }, env, { neverRenews });
  const url = `${connection.server}/api/v1/namespaces/default/pods/web`;
  const answers = await Promise.all(
    Array.from({ length: times }, () => connection.request({ method: 'GET', url })),
  );
  await connection.close();
  return answers;
}

describe('an ID token that has expired', () => {
  it('is renewed by kubectl, run once for parallel requests with the same kubeconfig and context', async () => {
    const { world, file, env, calls } = await setUp();
    const answers = await ask(file, env, { times: 4 });
    expect(answers.map((answer) => answer.kind)).toEqual(Array(4).fill('reply'));
    expect(world.seen()).toEqual([`/ default Bearer ${renewed}`]);
    expect(calls()).toBe(
      `${world.fill('DIR/bin/kubectl')} get --raw /version --kubeconfig=${file} --context=x\n`,
    );
    await ask(file, env);
    expect(calls().split('\n')).toHaveLength(2);
  });

  it('is renewed by the kubectl that KUBECTL_PATH names', async () => {
    const { world, file, calls } = await setUp();
    const env = { PATH: '/usr/bin:/bin', KUBECTL_PATH: world.fill('DIR/bin/kubectl') };
    expect(await ask(file, env)).toMatchObject([{ kind: 'reply' }]);
    expect(calls()).toContain('get --raw /version');
  });

  it('is not renewed for a completion, which has no time', async () => {
    const { world, file, env, calls } = await setUp();
    expect(await ask(file, env, { neverRenews: true })).toEqual([
      { kind: 'failure', problem: 'the ID token of user "jane" has expired' },
    ]);
    const completion = await runProgram(['__complete', 'pod', ''], { env: { ...env, KUBECONFIG: file } });
    expect(completion).toEqual({ code: 0, stdout: ':4\n', stderr: '' });
    expect([world.seen(), calls()]).toEqual([[], '']);
  });

  it.each([
    ['cannot be run', null, 'kubectl, which renews it, could not be started'],
    ['does not renew it', '#!/bin/sh\necho s3cret >&2; exit 1\n', 'kubectl did not renew it'],
    ['takes too long', '#!/bin/sh\nexec sleep 20\n', 'kubectl did not renew it'],
  ])('is explained where kubectl %s, and no file is written', async (_, program, problem) => {
    const { world, file } = await setUp(program);
    const before = readFileSync(file, 'utf8');
    const env = { PATH: world.fill('DIR/bin'), KUBECTL_PATH: world.fill('DIR/bin/kubectl') };
    expect(await ask(file, env, { requestTimeout: '1s' })).toEqual([
      {
        kind: 'failure',
        problem: `the ID token of user "jane" has expired, and ${problem}`,
        remedy: `run \`kubectl get --raw /version --kubeconfig=${file} --context=x\` once, which renews it`,
      },
    ]);
    expect(world.seen()).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('is explained where the kubeconfig is gone afterwards', async () => {
    const { file, env } = await setUp('#!/bin/sh\nrm DIR/config\n');
    expect(await ask(file, env)).toMatchObject([{ kind: 'failure' }]);
  });

  it.skipIf(!hasKubectl)('leaves the user logged in to kubectl', async () => {
    const { file, world } = await setUp();
    const env = { PATH: process.env['PATH'] ?? '', HOME: world.fill('DIR/home') };
    expect(await ask(file, env)).toMatchObject([{ kind: 'reply' }]);
    const stored = await kubectl(
      ['config', 'view', '--raw', '-o', 'jsonpath={.users[0].user.auth-provider.config.refresh-token}'],
      { KUBECONFIG: file },
    );
    expect(stored).toBe('r2');
  });

  it('is sent as long as it is valid, and kubectl is not run', async () => {
    const { world, file, env, calls } = await setUp();
    writeFileSync(file, readFileSync(file, 'utf8').replace(idToken(1), renewed));
    expect(await ask(file, env)).toMatchObject([{ kind: 'reply' }]);
    expect([world.seen(), calls()]).toEqual([[`/ default Bearer ${renewed}`], '']);
  });
});
