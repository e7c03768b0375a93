import { describe, expect, it } from 'vitest';
import {
  credentialFacts,
  displayUsername,
  isPlaceholder,
} from '../../../src/kubelet/credentials/credential-facts.ts';
import { base64 } from './secrets.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function entry(
  username: string,
  password: string,
  fields: { username?: string; password?: string; auth?: string } = {},
) {
  const written = { username: '', password: '', auth: '', ...fields };
  return { username: encode(username), password: encode(password), email: '', fields: written };
}
const facts = (username: string, password: string) => credentialFacts(entry(username, password));
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('credentialFacts', () => {
  it('says nothing special of an ordinary login', () => {
    expect(facts('janedoe', 'pä55wörd')).toEqual({
      usernameLength: 7,
      passwordLength: 8,
      edges: [],
      kind: null,
      usernameKind: null,
      wantedUser: null,
      googleKey: null,
      expiresAt: null,
      notBefore: null,
      robotNameCut: false,
      placeholder: null,
      doubleEncoded: false,
      disagrees: false,
      ecrUser: false,
    });
  });

  it('finds white space at the edges, each kind once in the order of the text', () => {
    expect(facts('\tu', ' \n p \r\n\r\n').edges).toEqual([
      { field: 'username', edge: 'start', kinds: ['tab'] },
      { field: 'password', edge: 'start', kinds: ['space', 'newline'] },
      { field: 'password', edge: 'end', kinds: ['space', 'carriage-return', 'newline'] },
    ]);
    expect(facts('u', '\n').edges).toEqual([{ field: 'password', edge: 'end', kinds: ['newline'] }]);
    expect(facts('u', '\ufeffp').edges).toEqual([{ field: 'password', edge: 'start', kinds: ['other'] }]);
  });

  it('takes a password for a key file where it reads as one', () => {
    const file = JSON.stringify({ type: 'service_account', project_id: 'acme-prod' });
    expect(facts('janedoe', file)).toMatchObject({
      kind: 'gcp-json-key',
      wantedUser: '_json_key',
      googleKey: { fault: 'incomplete', project: 'acme-prod' },
    });
    expect(facts('_json_key', '{')).toMatchObject({
      kind: null,
      wantedUser: null,
      googleKey: { fault: 'not-json', project: null },
    });
  });

  it('tells a token that stands in the user name', () => {
    expect(facts('AKIAIOSFODNN7EXAMPLE', 'x').usernameKind).toBe('aws-access-key-id');
  });

  it('reads the times of a JWT and of an ECR token', () => {
    const jwt = `${base64url({ alg: 'RS256' })}.${base64url({ nbf: 1700000000, exp: 1700003600.5 })}.c2ln`;
    expect(facts('u', `${jwt}\n`)).toMatchObject({
      notBefore: '2023-11-14T22:13:20Z',
      expiresAt: '2023-11-14T23:13:20Z',
    });
    const ecr = base64(JSON.stringify({ payload: 'x', version: '2', expiration: 1700000000 }));
    expect(facts('AWS', ecr)).toMatchObject({ expiresAt: '2023-11-14T22:13:20Z', ecrUser: true });
    const dotted = `${base64url({})}.${base64url({ exp: 1700000000 })}`;
    expect(facts('u', dotted)).toMatchObject({ expiresAt: null });
    const odd = `${base64url({})}.${base64url({ exp: 'soon', nbf: 1e300 })}.x`;
    expect(facts('u', odd)).toMatchObject({ expiresAt: null, notBefore: null });
    expect(facts('u', 'a.b.c')).toMatchObject({ expiresAt: null });
    expect(facts('u', base64('null'))).toMatchObject({ expiresAt: null });
  });

  it.each([
    ['robot', true],
    ['robot$', true],
    ['robot+ci', true],
    ['robot$project+ci', false],
    ['robotics', false],
  ])('robot name %s: cut %s', (username, cut) => {
    expect(facts(username, 'x').robotNameCut).toBe(cut);
  });

  it('names the field that holds a placeholder', () => {
    expect(facts('<your-username>', 'x').placeholder).toBe('username');
    expect(facts('u', `\${TOKEN}`).placeholder).toBe('password');
    expect(facts('$oauthtoken', 'x').placeholder).toBeNull();
    expect(facts('<token>', '').placeholder).toBeNull();
  });

  it('finds an auth string where the password belongs', () => {
    expect(facts('janedoe', base64('janedoe:secret')).doubleEncoded).toBe(true);
    expect(facts('AWS', `${base64('AWS:token')}\n`).doubleEncoded).toBe(true);
    expect(facts('janedoe', base64('other:secret')).doubleEncoded).toBe(false);
    expect(facts('', base64(':x')).doubleEncoded).toBe(false);
  });

  it('compares auth with the fields beside it', () => {
    const auth = 'YTpi';
    const of = (fields: object) => credentialFacts(entry('a', 'b', { auth, ...fields })).disagrees;
    expect(of({ username: 'a', password: 'b' })).toBe(false);
    expect(of({ username: 'a', password: 'c' })).toBe(true);
    expect(of({ username: 'x' })).toBe(true);
    expect(of({})).toBe(false);
  });
});

describe('isPlaceholder', () => {
  it.each([
    '<your-password>',
    `\${TOKEN}`,
    '$TOKEN',
    '$(cat token)',
    '%TOKEN%',
    '{{ .Values.password }}',
    'changeme',
    'Change-Me',
    'your-password',
    'YOUR_DOCKER_HUB_TOKEN',
    'my-registry-password',
    'replace_me',
    'xxxx',
    'placeholder',
  ])('%s', (text) => {
    expect(isPlaceholder(text)).toBe(true);
  });

  it.each(['', 'password', 'admin', '$oauthtoken', '$2y$10$abc', 'yourself', 'a<b>c', 'robot$ci', 'x'])(
    'not %j',
    (text) => {
      expect(isPlaceholder(text)).toBe(false);
    },
  );
});

describe('displayUsername', () => {
  const shown = (username: string, password: string) => displayUsername(entry(username, password));

  it('shows an ordinary name', () => {
    expect(shown('robot$project+ci', 'x')).toBe('robot$project+ci');
    expect(shown('janedoe', 'x')).toBe('janedoe');
  });

  it.each([
    ['', 'x'],
    ['janedoe', ''],
    ['secret', 'secret'],
    ['my-secret-user', 'secret'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'x'],
    ['a'.repeat(129), 'x'],
    ['a\nb', 'x'],
    ['a\u202eb', 'x'],
  ])('hides %j', (username, password) => {
    expect(shown(username, password)).toBeNull();
  });
});
