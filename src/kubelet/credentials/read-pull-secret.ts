import type { SecretObject, SecretReference } from '../../model/evidence.ts';
import type { AuthEntry, SecretReading } from '../../model/pull-secret.ts';
import type { Base64Result } from '../go/go-base64.ts';
import { foldName, type JsonValue, jsonKind, jsonMembers, jsonString } from '../go/go-json.ts';
import { authEntries } from './auth-entry.ts';
import { type ConfigForm, decodeDockerConfig } from './docker-config.ts';
import { displayLocation } from './location-display.ts';
import { openSecretData } from './sealed-content.ts';

const members = (value: JsonValue) => (jsonKind(value) === 'object' ? jsonMembers(value) : []);

const entryFields = ['auth', 'username', 'password', 'identitytoken', 'registrytoken'];
const looksLikeEntry = (value: JsonValue) =>
  members(value).some(
    ([name, field]) => jsonKind(field) === 'string' && entryFields.includes(foldName(name)),
  );

/**
 * Whether a document has the form of a config.json: an `auths` that holds entries by location, or
 * nothing.
 */
function looksLikeConfigJson(root: JsonValue): boolean {
  return members(root).some(
    ([name, value]) =>
      foldName(name) === 'auths' &&
      jsonKind(value) === 'object' &&
      !looksLikeEntry(value) &&
      members(value).every(([, entry]) => jsonKind(entry) === 'object' || jsonKind(entry) === 'null'),
  );
}

/** Whether a document has the form of a .dockercfg: entries by location at the top. */
const looksLikeDockercfg = (root: JsonValue): boolean =>
  !looksLikeConfigJson(root) && members(root).some(([, value]) => looksLikeEntry(value));

/**
 * Whether a document names credential helpers (`credsStore`, `credHelpers`), which the kubelet
 * ignores.
 */
function namesHelpers(root: JsonValue): boolean {
  return members(root).some(([name, value]) => {
    const field = foldName(name);
    if (field === 'credsstore') return jsonKind(value) === 'string' && jsonString(value) !== '';
    return field === 'credhelpers' && members(value).length > 0;
  });
}

/** The types of pull secrets, and the one data key that counts for each. */
export const pullSecretTypes: ReadonlyMap<string, { readonly key: string; readonly form: ConfigForm }> =
  new Map([
    ['kubernetes.io/dockerconfigjson', { key: '.dockerconfigjson', form: 'config.json' }],
    ['kubernetes.io/dockercfg', { key: '.dockercfg', form: 'dockercfg' }],
  ]);

/**
 * What a secret that the kubelet ignores holds: the entries of the first value that has the form of
 * a docker config.
 */
function entriesAnywhere(data: ReadonlyMap<string, Base64Result>): readonly AuthEntry[] {
  for (const value of data.values()) {
    if ('error' in value) continue;
    const bare = decodeDockerConfig(value.bytes, 'dockercfg');
    if (bare.ok && looksLikeDockercfg(bare.root)) return authEntries(bare);
    const config = decodeDockerConfig(value.bytes, 'config.json');
    if (config.ok && looksLikeConfigJson(config.root)) return authEntries(config);
  }
  return [];
}

const readings = new WeakMap<SecretObject, SecretReading>();

/** Decoded once for each Secret: many Pods list the same. */
function readSecret(secret: string, object: SecretObject): SecretReading {
  const known = readings.get(object);
  if (known?.secret === secret) return known;
  const made = decodeSecret(secret, object);
  readings.set(object, made);
  return made;
}

function decodeSecret(secret: string, object: SecretObject): SecretReading {
  const { type, keys, reading } = object;
  if (reading !== undefined) return { ...reading, secret };
  const data = openSecretData(object.data);
  const kind = pullSecretTypes.get(type);
  const content = kind === undefined ? undefined : data.get(kind.key);
  const empty = content !== undefined && 'bytes' in content && content.bytes.length === 0;
  if (kind === undefined || content === undefined || empty) {
    const why = kind === undefined ? 'type' : content === undefined ? 'key' : 'empty';
    const expectedKey = kind?.key ?? null;
    return { secret, kind: 'ignored', why, type, keys, expectedKey, entries: entriesAnywhere(data) };
  }
  if ('error' in content)
    // only a manifest can say this: the API server refuses it
    return { secret, kind: 'undecodable', type, class: 'auth-base64', text: content.error, location: null };
  const config = decodeDockerConfig(content.bytes, kind.form);
  if (!config.ok) {
    const location = config.location === null ? null : displayLocation(config.location);
    return { secret, kind: 'undecodable', type, class: config.class, text: config.text, location };
  }
  const otherForm = kind.form === 'dockercfg' ? looksLikeConfigJson : looksLikeDockercfg;
  return {
    secret,
    kind: 'usable',
    type,
    entries: authEntries(config),
    helpers: namesHelpers(config.root),
    otherForm: otherForm(config.root),
  };
}

/**
 * What the kubelet makes of one name in a Pod's list of pull secrets. Imitates MakeDockerKeyring
 * (pkg/credentialprovider/secrets): the type and its data key have to fit exactly, the value must
 * not be empty. An `ignored` secret is decoded too, to say what it would give.
 */
export function readPullSecret({ name, secret }: SecretReference): SecretReading {
  if (name === '') return { secret: name, kind: 'unnamed' };
  switch (secret.status) {
    case 'found':
      return readSecret(name, secret.value);
    case 'absent':
      return { secret: name, kind: 'absent' };
    case 'denied':
      return { secret: name, kind: 'denied', need: secret.need };
    case 'failed':
      return { secret: name, kind: 'failed', problem: secret.problem };
  }
}
