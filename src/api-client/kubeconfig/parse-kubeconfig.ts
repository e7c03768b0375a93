import { dirname, isAbsolute, join, sep } from 'node:path';
import type { Document, Tags } from 'yaml';
import { type Sealed, seal } from '../../model/sealed.ts';
import { parseYaml } from '../../text/parse-yaml.ts';
import { ConnectionError } from './connection-error.ts';
import { defined } from './defined.ts';
import type { AuthProvider, Cluster, Context, ExecPlugin, Kubeconfig, User } from './kubeconfig.ts';
import { type Fields, fieldsOf } from './kubeconfig-fields.ts';
import { splitServer } from './server-url.ts';

/**
 * YAML 1.1 as kubectl's parser reads it (go-yaml 2): dates and sexagesimal numbers are text there.
 */
const goYaml = (tags: Tags): Tags =>
  tags.filter(
    (tag) =>
      typeof tag === 'string' || !/(timestamp|TIME)$/.test(`${tag.tag}${'format' in tag ? tag.format : ''}`),
  );

/**
 * Parses one kubeconfig (YAML or JSON); relative paths are resolved against the folder of `path`,
 * as kubectl does.
 */
export function parseKubeconfig(text: string, path: string): Kubeconfig {
  const parsed = parseYaml(text, { version: '1.1', tags: goYaml, uniqueKeys: false, first: true });
  if ('mistake' in parsed)
    throw new ConnectionError(`kubeconfig ${path} is not valid YAML (line ${parsed.mistake})`);
  const [document] = parsed.documents;
  const top = fieldsOf(
    document === undefined ? null : plainValue(document, path),
    `kubeconfig ${path}: top level`,
  );
  for (const [key, wanted] of [
    ['kind', 'Config'],
    ['apiVersion', 'v1'],
  ] as const)
    if ((top.text(key) ?? wanted) !== wanted)
      throw new ConnectionError(`${path} is no kubeconfig: its ${key} is not ${wanted}`);
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

/** Aliases may lead in a circle, or multiply; the library's own error would name them. */
function plainValue(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch {
    throw new ConnectionError(`kubeconfig ${path} holds YAML whose aliases cannot be resolved`);
  }
}

/** Credentials are sealed from here on. */
const sealed = <T>(value: T | undefined): Sealed<T> | undefined =>
  value === undefined ? undefined : seal(value);

type Resolve = (file: string | undefined) => string | undefined;

function named<T>(top: Fields, list: string, entry: string, read: (fields: Fields) => T): Map<string, T> {
  const entries = new Map<string, T>();
  for (const item of top.list(list)) {
    const name = item.text('name') ?? '';
    if (entries.has(name))
      throw new ConnectionError(`kubeconfig: two ${list} are named "${name}" in one file`);
    entries.set(name, read(item.fields(entry)));
  }
  return entries;
}

function clusterOf(fields: Fields, resolve: Resolve): Cluster {
  const extension = fields
    .list('extensions')
    .find((item) => item.text('name') === 'client.authentication.k8s.io/exec');
  const server = fields.text('server');
  return defined({
    ...(server === undefined ? {} : splitServer(server)),
    tlsServerName: fields.text('tls-server-name'),
    insecureSkipTlsVerify: fields.flag('insecure-skip-tls-verify'),
    certificateAuthority: resolve(fields.text('certificate-authority')),
    certificateAuthorityData: fields.base64('certificate-authority-data'),
    proxyUrl: sealed(fields.text('proxy-url')),
    disableCompression: fields.flag('disable-compression'),
    execConfig: sealed(extension?.raw('extension')),
  });
}

function userOf(fields: Fields, resolve: Resolve, path: string): User {
  const extra = fields.fields('as-user-extra');
  return defined({
    token: sealed(fields.text('token')),
    tokenFile: resolve(fields.text('tokenFile')),
    username: fields.text('username'),
    password: sealed(fields.text('password')),
    clientCertificate: resolve(fields.text('client-certificate')),
    clientCertificateData: sealed(fields.base64('client-certificate-data')),
    clientKey: resolve(fields.text('client-key')),
    clientKeyData: sealed(fields.base64('client-key-data')),
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
  const settings = config.keys().flatMap((key) => {
    const value = config.text(key);
    return value === undefined ? [] : [[key, value]];
  });
  return { name, file, config: seal(Object.fromEntries(settings)) };
}

function execOf(fields: Fields, resolve: Resolve): ExecPlugin {
  const command = fields.text('command') ?? '';
  const apiVersion = fields.text('apiVersion') ?? '';
  return {
    apiVersion,
    // A bare name is looked up on PATH, anything with a separator is a file (client-go, loader.go).
    command: command.includes(sep) ? (resolve(command) ?? command) : command,
    args: seal(fields.texts('args') ?? []),
    env: seal(
      Object.fromEntries(
        fields.list('env').map((item) => [item.text('name') ?? '', item.text('value') ?? '']),
      ),
    ),
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
