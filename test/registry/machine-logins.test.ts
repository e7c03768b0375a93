import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMachineLogins } from '../../src/registry/machine-logins.ts';
import { readToken } from '../../src/registry/open-login.ts';
import { folderOf } from '../api-client/folder.ts';

const auth = (pair: string) => ({ auth: Buffer.from(pair).toString('base64') });
const helper = (answer: string, code = 0) =>
  `#!/bin/sh\ncat > /dev/null\nprintf '%s' '${answer}'\nexit ${code}\n`;

/** `user:password` of the login for a registry; null for none. */
async function loginFor(registry: string, config: object, helpers: Readonly<Record<string, string>> = {}) {
  const folder = folderOf({
    'config.json': JSON.stringify(config),
    ...Object.fromEntries(Object.entries(helpers).map(([name, text]) => [`docker-credential-${name}`, text])),
  });
  const logins = await readMachineLogins(undefined, {
    DOCKER_CONFIG: folder,
    PATH: `${folder}:${process.env['PATH']}`,
  });
  const entry = await logins(registry);
  if (entry === null) return null;
  return readToken(entry.credential as never, (login) => {
    const { username, password } = login as unknown as Record<string, string>;
    return `${username}:${password}`;
  });
}

describe("the logins of this machine's docker", () => {
  it.each<[string, string, object, string | null]>([
    ['by host', 'registry.acme.io', { auths: { 'registry.acme.io': auth('jane:x1') } }, 'jane:x1'],
    ['by URL', 'registry.acme.io', { auths: { 'https://registry.acme.io/v2/': auth('jane:x1') } }, 'jane:x1'],
    ['with its port', 'acme.io:5000', { auths: { 'acme.io:5000': auth('jane:x1') } }, 'jane:x1'],
    ['not of another port', 'acme.io:5000', { auths: { 'acme.io': auth('jane:x1') } }, null],
    ['not of a subdomain', 'eu.acme.io', { auths: { 'acme.io': auth('jane:x1') } }, null],
    ['not of a longer name', 'acme.io', { auths: { 'acme.io.evil.example': auth('jane:x1') } }, null],
    ['Docker Hub', 'docker.io', { auths: { 'https://index.docker.io/v1/': auth('jane:x1') } }, 'jane:x1'],
    ['none', 'registry.acme.io', {}, null],
    ['an entry that is empty', 'registry.acme.io', { auths: { 'registry.acme.io': {} } }, null],
  ])('%s', async (_, registry, config, login) => {
    expect(await loginFor(registry, config)).toBe(login);
  });

  it.each<[string, object, Readonly<Record<string, string>>, string | null]>([
    [
      'the helper of the registry comes before the store',
      { credHelpers: { 'acme.io': 'one' }, credsStore: 'two' },
      { one: helper('{"Username":"jane","Secret":"x1"}'), two: helper('{"Username":"joe","Secret":"x2"}') },
      'jane:x1',
    ],
    ['the store', { credsStore: 'two' }, { two: helper('{"Username":"joe","Secret":"x2"}') }, 'joe:x2'],
    [
      'a store without this login: what the file holds',
      { credsStore: 'two', auths: { 'acme.io': auth('jane:x1') } },
      { two: helper('credentials not found in native keychain', 1) },
      'jane:x1',
    ],
    [
      'an identity token is none',
      { credsStore: 'two' },
      { two: helper('{"Username":"<token>","Secret":"x"}') },
      null,
    ],
    ['words that are no JSON', { credsStore: 'two' }, { two: helper('oops') }, null],
    ['a helper that is not installed', { credsStore: 'absent-here' }, {}, null],
    [
      'a helper that is a path',
      { credsStore: '../evil' },
      { evil: helper('{"Username":"a","Secret":"b"}') },
      null,
    ],
  ])('%s', async (_, config, helpers, login) => {
    expect(await loginFor('acme.io', config, helpers)).toBe(login);
  });

  it.each([
    ['a file that is not there', {}, /cannot be read \(ENOENT\)$/],
    ['a file that is no JSON', { 'config.json': 'secret-words' }, /is no docker config$/],
  ])('%s is an error that quotes nothing of it', async (_, files, says) => {
    const file = join(folderOf(files), 'config.json');
    const read = readMachineLogins(file, {});
    await expect(read).rejects.toThrow(says);
    await expect(read).rejects.not.toThrow('secret-words');
  });
});
