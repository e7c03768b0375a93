import { describe, expect, it } from 'vitest';
import { readPullSecret } from '../../../src/kubelet/credentials/read-pull-secret.ts';
import { absent, denied, failed, found } from '../../../src/model/observed.ts';
import type { SecretReading } from '../../../src/model/pull-secret.ts';
import { seal } from '../../../src/model/sealed.ts';
import { unseal } from '../../../src/model/unseal.ts';
import { login, pullSecret, secretOf } from './secrets.ts';

const json = 'kubernetes.io/dockerconfigjson';
const cfg = 'kubernetes.io/dockercfg';

const readJson = (content: unknown) =>
  readPullSecret(
    secretOf('s', json, {
      '.dockerconfigjson': typeof content === 'string' ? content : JSON.stringify(content),
    }),
  );

function locations(reading: SecretReading) {
  return 'entries' in reading ? reading.entries.map((entry) => entry.location) : null;
}

function credentials(reading: SecretReading) {
  if (!('entries' in reading)) return null;
  return reading.entries.map((entry) => {
    const { username, password } = unseal(entry.credential);
    return [entry.location, username, password];
  });
}

describe('which secrets count', () => {
  it('names what came of looking for the secret', () => {
    const need = { verb: 'get', group: '', resource: 'secrets', namespace: 'shop', name: 's' } as const;
    expect(readPullSecret({ name: 's', secret: absent })).toEqual({ secret: 's', kind: 'absent' });
    expect(readPullSecret({ name: 's', secret: denied(need) })).toEqual({
      secret: 's',
      kind: 'denied',
      need,
    });
    expect(readPullSecret({ name: 's', secret: failed('timeout') })).toEqual({
      secret: 's',
      kind: 'failed',
      problem: 'timeout',
    });
    expect(readPullSecret({ name: '', secret: absent })).toEqual({ secret: '', kind: 'unnamed' });
  });

  const content = JSON.stringify({ auths: { 'reg.io': login('u', 'pw') } });

  it.each([
    ['Opaque', { '.dockerconfigjson': content }, 'type', null],
    ['Opaque', { 'config.json': content }, 'type', null],
    ['Opaque', { note: 'x', cfg: JSON.stringify({ 'reg.io': login('u', 'pw') }) }, 'type', null],
    [json, { '.dockercfg': content }, 'key', '.dockerconfigjson'],
    [cfg, { '.dockerconfigjson': content }, 'key', '.dockercfg'],
    [json, { '.dockerconfigjson': '', spare: content }, 'empty', '.dockerconfigjson'],
  ])('ignores %s with %j and says what it would give', (type, data, why, expectedKey) => {
    const reading = readPullSecret(secretOf('s', type, data));
    expect(reading).toMatchObject({ kind: 'ignored', why, type, expectedKey, keys: Object.keys(data) });
    expect(credentials(reading)).toEqual([['reg.io', 'u', 'pw']]);
  });

  it('finds no entries in an ignored secret of another purpose', () => {
    const reading = readPullSecret(
      secretOf('s', 'Opaque', { a: '{"b":{"c":1}}', d: 'text', e: '{"auths":5}' }),
    );
    expect(locations(reading)).toEqual([]);
  });
});

describe('decoding', () => {
  it('gives the entries in the byte order of their locations', () => {
    const reading = readPullSecret(
      pullSecret('s', { 'z.io': login('a', 'b'), 'a.io': {}, 'é.io': login('c', 'd') }),
    );
    expect(credentials(reading)).toEqual([
      ['a.io', '', ''],
      ['z.io', 'a', 'b'],
      ['é.io', 'c', 'd'],
    ]);
  });

  it.each([
    [
      '{"auths":{"a":{"auth":"YTpi"}},"auths":{"a":{"auth":"Yzpk"},"b":null}}',
      [
        ['a', 'c', 'd'],
        ['b', '', ''],
      ],
    ],
    ['{"auths":{"a":{"auth":"YTpi"}},"Auths":null}', []],
    ['{"auths":{"a":{"username":"x","USERNAME":"y","userName":null}}}', [['a', 'y', '']]],
    ['{"auths":{"a":{"username":"x","password":"y","auth":"YTpi"}}}', [['a', 'a', 'b']]],
    ['{"auths":{"__proto__":{"auth":"YTpi"}}}', [['__proto__', 'a', 'b']]],
    ['null', []],
  ])('%s', (content, entries) => {
    expect(credentials(readJson(content))).toEqual(entries);
  });

  it.each([
    ['{"auths":5}', 'json-type', null, 'DockerConfigJSON.auths of type credentialprovider.DockerConfig'],
    ['{"auths":{"a":[]}}', 'json-type', 'a', 'array into Go struct field DockerConfigJSON.auths'],
    ['{"auths":{"a":{"email":1,"auth":"YTpi"}}}', 'json-type', 'a', 'cannot unmarshal number'],
    [
      '{"auths":{"a":{"auth":"!"}},"HttpHeaders":1}',
      'auth-base64',
      'a',
      'illegal base64 data at input byte 0',
    ],
    ['{"HttpHeaders":{"a":[]},"auths":{}}', 'json-type', null, 'DockerConfigJSON.HttpHeaders of type string'],
    ['{"auths":{"u:p@a":{"auth":"YWI="}}}', 'auth-format', '[redacted]@a', 'unable to parse auth field'],
    ['{"auths":{"a":{"auth":"!"}}', 'json-syntax', null, 'unexpected end of JSON input'],
    ['[]', 'json-type', null, 'array into Go value of type credentialprovider.DockerConfigJSON'],
  ])('refuses %s', (content, problem, location, text) => {
    expect(readJson(content)).toEqual({
      secret: 's',
      kind: 'undecodable',
      type: json,
      class: problem,
      location,
      text: expect.stringContaining(text),
    });
  });

  it('reports data that is no base64, as only a manifest can hold', () => {
    const data = seal({ '.dockerconfigjson': 'e30=%' });
    const object = { namespace: 'shop', name: 's', type: json, keys: ['.dockerconfigjson'], data };
    const secret = found({ ...object, createdAt: null, changedAt: null });
    expect(readPullSecret({ name: 's', secret })).toEqual({
      secret: 's',
      kind: 'undecodable',
      type: json,
      class: 'auth-base64',
      text: 'illegal base64 data at input byte 4',
      location: null,
    });
  });

  it('keeps the bytes of a password that is not UTF-8', () => {
    const reading = readJson({ auths: { a: { auth: Buffer.from('753aff', 'hex').toString('base64') } } });
    if (!('entries' in reading)) throw new Error(reading.kind);
    expect(unseal(reading.entries[0]!.credential)).toEqual({
      username: 'u',
      password: '\ufffd',
      email: '',
      bytes: { username: Uint8Array.of(0x75), password: Uint8Array.of(0xff) },
    });
  });

  it('tells the form of the other kind and credential helpers', () => {
    const wrapped = JSON.stringify({ auths: { 'reg.io': login('u', 'pw') } });
    const bare = JSON.stringify({ 'reg.io': login('u', 'pw') });
    expect(readJson(bare)).toMatchObject({ kind: 'usable', otherForm: true, entries: [] });
    expect(readJson(wrapped)).toMatchObject({ otherForm: false, helpers: false });
    expect(readPullSecret(secretOf('s', cfg, { '.dockercfg': wrapped }))).toMatchObject({ otherForm: true });
    expect(readPullSecret(secretOf('s', cfg, { '.dockercfg': bare }))).toMatchObject({ otherForm: false });
    expect(readJson({ auths: { 'reg.io': {} }, credsStore: 'desktop' })).toMatchObject({ helpers: true });
    expect(readJson({ credHelpers: { 'reg.io': 'ecr-login' } })).toMatchObject({ helpers: true });
    expect(readJson({ credHelpers: {}, credsStore: '' })).toMatchObject({ helpers: false });
  });
});
