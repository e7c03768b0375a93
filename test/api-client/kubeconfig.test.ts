import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConnectionError } from '../../src/api-client/kubeconfig/connection-error.ts';
import { loadKubeconfig } from '../../src/api-client/kubeconfig/load-kubeconfig.ts';
import { chooseTarget, type Target } from '../../src/api-client/kubeconfig/target.ts';
import { unseal } from '../../src/model/unseal.ts';
import { folderOf } from './folder.ts';
import { hasKubectl, kubectl } from './kubectl.ts';

const cluster = (name: string, fields: string) => `{name: ${name}, cluster: {${fields}}}`;
const user = (name: string, fields: string) => `{name: ${name}, user: {${fields}}}`;
const context = (name: string, fields: string) => `{name: ${name}, context: {${fields}}}`;

const one = `
apiVersion: v1
kind: Config
current-context: first
clusters: [${cluster('c', 'server: "https://one", certificate-authority: pki/ca.crt')}]
users: [${user('u', 'token: one-token')}]
contexts:
- ${context('first', 'cluster: c, user: u, namespace: shop')}
- ${context('anonymous', 'cluster: c')}
`;

const two = `
apiVersion: v1
kind: Config
current-context: second
clusters: [${cluster('c', 'server: "https://two", proxy-url: "http://proxy"')}, ${cluster('d', 'server: "https://d", tls-server-name: x, insecure-skip-tls-verify: true')}]
users: [${user('u', 'username: two')}, ${user('v', 'client-certificate: v.crt, client-key: ../keys/v.key, tokenFile: /t')}]
contexts:
- ${context('second', 'cluster: d, user: v')}
- ${context('mixed', 'cluster: d, user: u')}
`;

const files = {
  'a/one.yaml': one,
  'b/two.yaml': two,
  'b/no-context.yaml': two.replace('current-context: second', ''),
  'empty.yaml': '',
  'one.json': JSON.stringify({ clusters: [{ name: 'j', cluster: { server: 'https://j' } }] }),
  'home/.kube/config': one.replace('https://one', 'https://home'),
};

/** What `kubectl config view --minify` shows of a target, paths relative to the folder. */
function view(target: Target, folder: string) {
  const { cluster, user } = target;
  const inFolder = (path: string | undefined) => path?.replace(`${folder}/`, '');
  return {
    context: target.context,
    namespace: target.namespace ?? 'default',
    server: cluster.server,
    ca: inFolder(cluster.certificateAuthority),
    proxy: cluster.proxyUrl && unseal(cluster.proxyUrl),
    insecure: cluster.insecureSkipTlsVerify,
    tlsName: cluster.tlsServerName,
    token: user.token && unseal(user.token),
    tokenFile: inFolder(user.tokenFile),
    username: user.username,
    certificate: inFolder(user.clientCertificate),
    key: inFolder(user.clientKey),
  };
}

/** The same from kubectl's own answer, which leaves paths as they are written. */
function kubectlView(json: string) {
  const config = JSON.parse(json);
  const { cluster = {} } = config.clusters?.[0] ?? {};
  const { user = {} } = config.users?.[0] ?? {};
  return {
    context: config['current-context'],
    namespace: config.contexts[0].context.namespace ?? 'default',
    server: cluster.server,
    ca: cluster['certificate-authority'],
    proxy: cluster['proxy-url'],
    insecure: cluster['insecure-skip-tls-verify'],
    tlsName: cluster['tls-server-name'],
    token: user.token,
    tokenFile: user.tokenFile,
    username: user.username,
    certificate: user['client-certificate'],
    key: user['client-key'],
  };
}

const baseNames = (view: object) =>
  Object.fromEntries(
    Object.entries(view).map(([key, value]) => [
      key,
      ['ca', 'certificate', 'key'].includes(key) && typeof value === 'string' ? basename(value) : value,
    ]),
  );

const firstOfOne = {
  context: 'first',
  namespace: 'shop',
  server: 'https://one',
  ca: 'a/pki/ca.crt',
  token: 'one-token',
};
const secondOfTwo = {
  context: 'second',
  namespace: 'default',
  server: 'https://d',
  insecure: true,
  tlsName: 'x',
  tokenFile: '/t',
  certificate: 'b/v.crt',
  key: 'keys/v.key',
};

const cases = [
  ['one file', 'a/one.yaml', undefined, firstOfOne],
  ['the first current context', 'a/one.yaml:b/two.yaml', undefined, firstOfOne],
  [
    'the first that has a current context',
    'b/no-context.yaml:a/one.yaml',
    undefined,
    {
      ...firstOfOne,
      server: 'https://two',
      ca: undefined,
      proxy: 'http://proxy',
      token: undefined,
      username: 'two',
    },
  ],
  [
    'missing, empty and unnamed files are skipped',
    'none.yaml::empty.yaml:b/two.yaml:b/two.yaml',
    undefined,
    secondOfTwo,
  ],
  [
    'a context over two files, entries never mixed',
    'a/one.yaml:b/two.yaml',
    'mixed',
    {
      ...secondOfTwo,
      context: 'mixed',
      tokenFile: undefined,
      certificate: undefined,
      key: undefined,
      token: 'one-token',
    },
  ],
  [
    'a context without a user',
    'a/one.yaml',
    'anonymous',
    { ...firstOfOne, context: 'anonymous', namespace: 'default', token: undefined },
  ],
  ['no KUBECONFIG', '', undefined, { ...firstOfOne, server: 'https://home', ca: 'home/.kube/pki/ca.crt' }],
] as const;

function setUp(paths: string) {
  const folder = folderOf(files);
  const absolute = paths.split(':').map((path) => (path === '' ? '' : join(folder, path)));
  return { folder, env: { HOME: join(folder, 'home'), KUBECONFIG: absolute.join(':') } };
}

describe('the kubeconfig that counts', () => {
  it.each(cases)('%s', (_, paths, context, expected) => {
    const { folder, env } = setUp(paths);
    const config = loadKubeconfig({}, env);
    expect(config && view(chooseTarget(config, { context }), folder)).toEqual(expected);
  });

  it.skipIf(!hasKubectl).each(cases)('is the same for kubectl: %s', async (_, paths, context, expected) => {
    const flags = context === undefined ? [] : ['--context', context];
    const args = ['config', 'view', '--raw', '--minify', '-o', 'json', ...flags];
    const answer = await kubectl(args, setUp(paths).env);
    expect(baseNames(kubectlView(answer ?? ''))).toEqual(baseNames(expected));
  });

  it('is the file of --kubeconfig alone', () => {
    const folder = folderOf(files);
    const env = { KUBECONFIG: join(folder, 'a/one.yaml') };
    const config = loadKubeconfig({ kubeconfig: join(folder, 'one.json') }, env);
    expect([...(config?.clusters ?? [])]).toEqual([['j', { server: 'https://j' }]]);
    expect(() => loadKubeconfig({ kubeconfig: '/nowhere' }, env)).toThrow(
      'kubeconfig /nowhere does not exist (--kubeconfig)',
    );
  });

  it('is none when no file exists', () => {
    expect(loadKubeconfig({}, { HOME: '/nowhere' })).toBeNull();
    expect(loadKubeconfig({}, { KUBECONFIG: '/nowhere/a:/nowhere/b' })).toBeNull();
  });
});

describe('a broken kubeconfig', () => {
  it.each([
    ['clusters: [', 'kubeconfig FILE is not valid YAML (line 1)'],
    ['a: b\nusers:\n- name: u\n  user: {token: "s3cret}\n', 'kubeconfig FILE is not valid YAML (line 5)'],
    ['[]', 'kubeconfig FILE: top level must be a mapping'],
    ['users: {}', 'kubeconfig FILE: top level.users must be a list'],
    [
      'users: [{name: u, user: {token: 123}}]',
      'kubeconfig FILE: top level.users[0].user.token must be a string (quote it)',
    ],
    [
      'clusters: [{name: c, cluster: {insecure-skip-tls-verify: "no"}}]',
      'kubeconfig FILE: top level.clusters[0].cluster.insecure-skip-tls-verify must be true or false',
    ],
    [
      'users: [{name: u, user: {as-groups: a}}]',
      'kubeconfig FILE: top level.users[0].user.as-groups must be a list of strings',
    ],
    ['contexts: [{name: a}, {name: a}]', 'kubeconfig: two contexts are named "a" in one file'],
  ])('%j is refused without its text', (text, message) => {
    const file = join(folderOf({ config: text }), 'config');
    expect(() => loadKubeconfig({ kubeconfig: file }, {})).toThrow(
      new ConnectionError(message.replace('FILE', file)),
    );
  });

  it('that is a folder cannot be read', () => {
    const folder = folderOf({});
    expect(() => loadKubeconfig({}, { KUBECONFIG: folder })).toThrow(
      `kubeconfig ${folder} cannot be read (EISDIR)`,
    );
  });
});
