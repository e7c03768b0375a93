import { dirname, isAbsolute, join, sep } from 'node:path';
import { parseAllDocuments, type Tags } from 'yaml';
import { ConnectionProblem } from './connection-problem.ts';
import { defined } from './defined.ts';
import type { AuthProvider, Cluster, Context, ExecPlugin, Kubeconfig, User } from './kubeconfig.ts';
import { type Fields, fieldsOf } from './kubeconfig-fields.ts';

/** YAML 1.1 as kubectl's parser reads it (go-yaml 2): dates and sexagesimal numbers are text there. */
const goYaml = (tags: Tags): Tags =>
  tags.filter(
    (tag) =>
      typeof tag === 'string' || !/(timestamp|TIME)$/.test(`${tag.tag}${'format' in tag ? tag.format : ''}`),
  );

/** Parses one kubeconfig (YAML or JSON); relative paths are resolved against the folder of `path`, as kubectl does. */
export function parseKubeconfig(text: string, path: string): Kubeconfig {
  // Pretty errors would quote the lines around the mistake, which may hold a token.
  const options = { version: '1.1', customTags: goYaml, prettyErrors: false, uniqueKeys: false } as const;
  const [document] = parseAllDocuments(text, options);
  const mistake = document?.errors[0];
  if (mistake !== undefined) {
    const line = text.slice(0, mistake.pos[0]).split('\n').length;
    throw new ConnectionProblem(`kubeconfig ${path} is not valid YAML (line ${line})`);
  }
  const top = fieldsOf(document?.toJS(), `kubeconfig ${path}: top level`);
  for (const [key, wanted] of [
    ['kind', 'Config'],
    ['apiVersion', 'v1'],
  ] as const) {
    const found = top.text(key) ?? wanted;
    if (found !== wanted)
      throw new ConnectionProblem(`${path} is no kubeconfig: its ${key} is ${found.slice(0, 80)}`);
  }
  const resolve = (file: string | undefined) =>
    file === undefined || isAbsolute(file) ? file : join(dirname(path), file);
  return {
    source: path,
    ...defined({ currentContext: top.text('current-context') }),
    clusters: named(top, 'clusters', 'cluster', (fields) => clusterOf(fields, resolve)),
    users: named(top, 'users', 'user', (fields) => userOf(fields, resolve, path)),
    contexts: named(top, 'contexts', 'context', contextOf),
  };
}

type Resolve = (file: string | undefined) => string | undefined;

function named<T>(top: Fields, list: string, entry: string, read: (fields: Fields) => T): Map<string, T> {
  const entries = new Map<string, T>();
  for (const item of top.list(list)) {
    const name = item.text('name') ?? '';
    if (entries.has(name))
      throw new ConnectionProblem(`kubeconfig: two ${list} are named "${name}" in one file`);
    entries.set(name, read(item.fields(entry)));
  }
  return entries;
}

function clusterOf(fields: Fields, resolve: Resolve): Cluster {
  const extension = fields
    .list('extensions')
    .find((item) => item.text('name') === 'client.authentication.k8s.io/exec');
  return defined({
    server: fields.text('server'),
    tlsServerName: fields.text('tls-server-name'),
    insecureSkipTlsVerify: fields.flag('insecure-skip-tls-verify'),
    certificateAuthority: resolve(fields.text('certificate-authority')),
    certificateAuthorityData: fields.base64('certificate-authority-data'),
    proxyUrl: fields.text('proxy-url'),
    disableCompression: fields.flag('disable-compression'),
    execConfig: extension?.raw('extension'),
  });
}

function userOf(fields: Fields, resolve: Resolve, path: string): User {
  const extra = fields.fields('as-user-extra');
  return defined({
    token: fields.text('token'),
    tokenFile: resolve(fields.text('tokenFile')),
    username: fields.text('username'),
    password: fields.text('password'),
    clientCertificate: resolve(fields.text('client-certificate')),
    clientCertificateData: fields.base64('client-certificate-data'),
    clientKey: resolve(fields.text('client-key')),
    clientKeyData: fields.base64('client-key-data'),
    as: fields.text('as'),
    asUid: fields.text('as-uid'),
    asGroups: fields.texts('as-groups'),
    asUserExtra: Object.fromEntries(extra.keys().map((key) => [key, extra.texts(key) ?? []])),
    exec: fields.fields('exec').keys().length === 0 ? undefined : execOf(fields.fields('exec'), resolve),
    authProvider: providerOf(fields.fields('auth-provider'), path),
  });
}

function providerOf(fields: Fields, file: string): AuthProvider | undefined {
  const name = fields.text('name');
  if (name === undefined) return undefined;
  const config = fields.fields('config');
  return {
    name,
    file,
    config: Object.fromEntries(
      config.keys().flatMap((key) => {
        const value = config.text(key);
        return value === undefined ? [] : [[key, value]];
      }),
    ),
  };
}

function execOf(fields: Fields, resolve: Resolve): ExecPlugin {
  const command = fields.text('command') ?? '';
  const apiVersion = fields.text('apiVersion') ?? '';
  return {
    apiVersion,
    // A bare name is looked up on PATH, anything with a separator is a file (client-go, loader.go).
    command: command.includes(sep) ? (resolve(command) ?? command) : command,
    args: fields.texts('args') ?? [],
    env: fields
      .list('env')
      .map((item) => ({ name: item.text('name') ?? '', value: item.text('value') ?? '' })),
    provideClusterInfo: fields.flag('provideClusterInfo') ?? false,
    interactiveMode: fields.text('interactiveMode') ?? (apiVersion.endsWith('/v1') ? '' : 'IfAvailable'),
    ...defined({ installHint: fields.text('installHint') }),
  };
}

function contextOf(fields: Fields): Context {
  return defined({
    cluster: fields.text('cluster'),
    user: fields.text('user'),
    namespace: fields.text('namespace'),
  });
}
