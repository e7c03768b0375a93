import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { connect } from '../../src/api-client/connect.ts';
import { root, runProgram } from '../support/run-program.ts';
import { hasKubectl, kubectl } from './kubectl.ts';
import { idToken } from './oidc-issuer.ts';
import { openWorld, type World } from './world.ts';

const worlds: World[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

/** A kubeconfig whose ID token has expired; `edit` changes its text. */
async function setUp(edit: (text: string) => string = (text) => text) {
  const config = `# written by hand
apiVersion: v1
kind: Config
current-context: x
preferences: { since: 2001-01-01, mode: 017, on: yes } # kept
clusters: [{name: c, cluster: {server: "https://SERVER", certificate-authority: TLS/ca.crt}}]
contexts: [{name: x, context: {cluster: c, user: jane}}]
users:
- name: other
  user: {token: t}
- name: jane
  user:
    auth-provider:
      name: oidc
      config:
        idp-issuer-url: https://SERVER/issuer
        idp-certificate-authority: TLS/ca.crt
        client-id: me
        id-token: ${idToken(1)} # old
        refresh-token: r1
`;
  const world = await openWorld({ config: edit(config) });
  worlds.push(world);
  return { world, file: world.fill('DIR/config') };
}

async function ask(kubeconfig: string, times = 1, requestTimeout = '10s', neverRenews = false) {
  const connection = connect({ kubeconfig, requestTimeout }, {}, { neverRenews });
  const url = `${connection.server}/api/v1/namespaces/default/pods/web`;
  const answers = await Promise.all(
    Array.from({ length: times }, () => connection.request({ method: 'GET', url })),
  );
  await connection.close();
  return answers;
}

const renewed = `${idToken(4102444800)}new`;

describe('an ID token that has expired', () => {
  it('is renewed once for parallel requests, and stored where it was', async () => {
    const { world, file } = await setUp();
    const before = readFileSync(file, 'utf8');
    expect((await ask(file, 4)).map((answer) => answer.kind)).toEqual(Array(4).fill('reply'));
    expect(world.seen()).toEqual([`/ default Bearer ${renewed}`]);
    const after = readFileSync(file, 'utf8');
    expect(parse(after)).toEqual(parse(before.replace(idToken(1), renewed).replace(': r1', ': r2')));
    for (const kept of ['# written by hand\n', 'since: 2001-01-01, mode: 017, on: yes } # kept\n'])
      expect(after).toContain(kept);
    expect(existsSync(`${file}.lock`)).toBe(false);
    await ask(file);
    expect(world.seen()).toEqual([`/ default Bearer ${renewed}`]);
  });

  it.each([
    ['an alias', '*jane'],
    ['a merge key', '{<<: *jane, as: someone}'],
    ['several merge keys', '{<<: [*other, *jane]}'],
    ['an alias further in', '{as: someone, auth-provider: *provider}'],
  ])('is stored in the entry of the user alone where %s shares it', async (_, user) => {
    const { file } = await setUp((text) =>
      text
        .replace(
          'user: {token: t}',
          'user: &other {as: *own, extensions: [{name: "007", extension: "null"}]} # quoted',
        )
        .replace('client-id: me', 'client-id: "me"\n        client-secret: "s"\n        scopes: "1e3"')
        .replace('  user:\n    auth-provider:', '  user: &jane\n    auth-provider: &provider')
        .replace('clusters:', 'extensions: [{name: &own "true", extension: *own}]\nclusters:')
        .replace('user: jane', 'user: mine')
        .concat(`- name: mine\n  user: ${user}\n`),
    );
    const read = () => parse(readFileSync(file, 'utf8'), { merge: true });
    const before = structuredClone(read());
    expect(await ask(file)).toMatchObject([{ kind: 'reply' }]);
    const own = structuredClone(before.users[2].user);
    Object.assign(own['auth-provider'].config, { 'id-token': renewed, 'refresh-token': 'r2' });
    before.users[2].user = own;
    expect(read()).toEqual(before);
    const text = readFileSync(file, 'utf8');
    for (const kept of ['# written by hand', '"007"', '"null"', '*own', '# quoted', 'scopes: "1e3"', '# old'])
      expect(text).toContain(kept);
    expect(text.match(/&jane/g)).toHaveLength(1);
    expect(await ask(file)).toMatchObject([{ kind: 'reply' }]);
  });

  it('is looked for where the issuer redirects to', async () => {
    const { world, file } = await setUp((text) => text.replace('SERVER/issuer', 'SERVER/moved'));
    expect(await ask(file)).toMatchObject([{ kind: 'reply' }]);
    expect(world.seen()).toEqual([`/ default Bearer ${renewed}`]);
  });

  it('is kept in memory where the refresh token stays good', async () => {
    const { world, file } = await setUp((text) => text.replace(': r1', ': lasting'));
    const before = readFileSync(file, 'utf8');
    expect((await ask(file, 4)).map((answer) => answer.kind)).toEqual(Array(4).fill('reply'));
    expect(world.seen()).toEqual([`/ default Bearer ${renewed}`]);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('is renewed by one of several processes, and taken by the others', async () => {
    const { world, file } = await setUp((text) => text.replace(': r1', ': once-for-all'));
    const answers = await Promise.all([ask(file), ask(file), ask(file)]);
    expect(answers.flat().map((answer) => answer.kind)).toEqual(['reply', 'reply', 'reply']);
    expect(world.seen()).toEqual([`/ default Bearer ${renewed}`]);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('is not renewed for a completion, which may be killed', async () => {
    const { world, file } = await setUp();
    const before = readFileSync(file, 'utf8');
    expect(await ask(file, 1, '10s', true)).toEqual([
      { kind: 'failure', problem: 'the ID token has expired' },
    ]);
    const completion = await runProgram(['__complete', 'pod', ''], { env: { KUBECONFIG: file } });
    expect(completion).toEqual({ code: 0, stdout: ':4\n', stderr: '' });
    expect(world.seen()).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('leaves no lock behind when Ctrl-C comes first', async () => {
    const { file } = await setUp((text) => text.replace(': r1', ': hanging'));
    const child = spawn(join(root, 'bin/kubectl-pullcheck'), ['pod', 'web', '--kubeconfig', file]);
    const ended = once(child, 'close');
    while (!existsSync(`${file}.lock`)) await pause(20);
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it.skipIf(!hasKubectl)('is stored as kubectl stores it', async () => {
    const [ours, theirs] = [await setUp(), await setUp()];
    await ask(ours.file);
    await kubectl(['get', 'pod', 'web'], { KUBECONFIG: theirs.file, HOME: theirs.world.fill('DIR/home') });
    const stored = async ({ file }: typeof ours) =>
      JSON.parse(
        (await kubectl(['config', 'view', '--raw', '-o', 'jsonpath={.users[?(@.name=="jane")].user}'], {
          KUBECONFIG: file,
        })) ?? '',
      )['auth-provider'].config;
    const [a, b] = [await stored(ours), await stored(theirs)];
    expect({ ...a, 'idp-issuer-url': '' }).toEqual({ ...b, 'idp-issuer-url': '' });
    expect(a['refresh-token']).toBe('r2');
  });

  it('is not renewed while the kubeconfig is locked: the refresh token would be lost', async () => {
    const { world, file } = await setUp();
    const before = readFileSync(file, 'utf8');
    writeFileSync(`${file}.lock`, '');
    expect(await ask(file, 1, '300ms')).toEqual([
      {
        kind: 'failure',
        problem: `the ID token has expired, and kubeconfig ${file} cannot be changed to hold a new one (EEXIST)`,
        remedy: `remove ${file}.lock when neither kubectl nor pullcheck runs`,
      },
    ]);
    expect(world.seen()).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it.each([
    [
      ': r1',
      ': spent-s3cret',
      /^the ID token of user "jane" has expired and could not be renewed: 127\.0\.0\.1:\d+ answered 400 \(invalid_grant\)$/,
    ],
    ['client-id: me', 'client-id: you', /answered 401 \(invalid_client\)$/],
    ['/issuer', '/other', /^the ID token .* names no token endpoint$/],
    [
      'https://SERVER/issuer',
      'https://127.0.0.1:1',
      /renewed: 127\.0\.0\.1:1 gave no answer \(ECONNREFUSED\)$/,
    ],
    [
      'certificate-authority: TLS/ca.crt\n        client',
      'certificate-authority: /nowhere\n        client',
      /^idp-certificate-authority \/nowhere cannot be read \(ENOENT\)$/,
    ],
  ])('with %j as %j is explained, and nothing is stored', async (from, to, problem) => {
    const { world, file } = await setUp((text) => text.replace(from, to));
    const before = readFileSync(file, 'utf8');
    const answers = await ask(file);
    expect(answers).toMatchObject([{ kind: 'failure', problem: expect.stringMatching(problem) }]);
    expect(JSON.stringify(answers)).not.toContain('s3cret');
    expect(world.seen()).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });
});
