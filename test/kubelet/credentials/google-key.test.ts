import { describe, expect, it } from 'vitest';
import { wantedUser } from '../../../src/kubelet/credentials/credential-facts.ts';
import { googleKey } from '../../../src/kubelet/credentials/google-key.ts';
import { base64 } from './secrets.ts';

const fields = {
  type: 'service_account',
  project_id: 'acme-prod-1',
  private_key_id: '0123456789abcdef0123456789abcdef01234567',
  private_key: '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN\n-----END PRIVATE KEY-----\n',
  client_email: 'puller@acme-prod-1.iam.gserviceaccount.com',
};
const file = (changes: object = {}) => JSON.stringify({ ...fields, ...changes }, null, 2);
const sound = { encoded: false, fault: null, missing: [], project: 'acme-prod-1' };

describe('googleKey', () => {
  it('takes a key file for sound, whatever white space is around it', () => {
    expect(googleKey('_json_key', file())).toEqual(sound);
    expect(googleKey('_json_key', `\n${file()}\n`)).toEqual(sound);
    expect(googleKey('_json_key_base64', base64(file()))).toEqual({ ...sound, encoded: true });
    const wrapped = base64(file()).replaceAll(/(.{76})/g, '$1\n');
    expect(googleKey('_json_key_base64', wrapped)).toEqual({ ...sound, encoded: true });
  });

  it('knows a key file under another user name', () => {
    expect(googleKey('janedoe', file())).toEqual(sound);
    expect(googleKey('janedoe', base64(file()))).toEqual({ ...sound, encoded: true });
    expect(googleKey('janedoe', file().slice(0, -20))?.fault).toBe('not-json');
  });

  it.each([
    ['{', 'not-json', []],
    ['c0rrect-horse', 'not-json', []],
    [file().replace('"type"', 'type'), 'not-json', []],
    [base64('c0rrect-horse'), 'not-json', []],
    ['"{}"', 'not-json', []],
    ['[]', 'not-json', []],
    ['{}', 'incomplete', ['type', 'client_email', 'private_key']],
    [file({ client_email: '' }), 'incomplete', ['client_email']],
    [file({ private_key: undefined }), 'incomplete', ['private_key']],
    [file({ private_key: ['x'] }), 'incomplete', ['private_key']],
    [file({ type: 'authorized_user' }), 'other-kind', []],
    [file({ private_key: fields.private_key.replaceAll('\n', '\\n') }), 'escaped-newlines', []],
  ])('%s is %s', (password, fault, missing) => {
    expect(googleKey('_json_key', password)).toMatchObject({ fault, missing });
  });

  it('says nothing of other logins, nor of an empty password', () => {
    expect(googleKey('janedoe', 'c0rrect-horse')).toBeNull();
    expect(googleKey('janedoe', '{"type": "authorized_user"}')).toBeNull();
    expect(googleKey('_json_key', ' ')).toBeNull();
  });

  it.each([
    [{ project_id: 'example.com:acme-prod' }, 'example.com:acme-prod'],
    [{ project_id: undefined }, 'acme-prod-1'],
    [{ project_id: undefined, client_email: 'acme-prod-2@appspot.gserviceaccount.com' }, 'acme-prod-2'],
    [{ project_id: undefined, client_email: '12-compute@developer.gserviceaccount.com' }, null],
    [{ project_id: 'Not A Project' }, null],
    [{ project_id: 'glpat-abcdefghij0123456789' }, null],
    [{ project_id: 7, client_email: 'x@evil.example' }, null],
  ])('finds the project in %j', (changes, project) => {
    expect(googleKey('_json_key', file(changes))?.project).toBe(project);
  });

  it('tells the user name that the form of the file goes with', () => {
    const wanted = (user: string, password: string) => wantedUser(user, null, googleKey(user, password));
    expect(wanted('_json_key', file())).toBeNull();
    expect(wanted('_json_key_base64', base64(file()))).toBeNull();
    expect(wanted('_json_key', base64(file()))).toBe('_json_key_base64');
    expect(wanted('_json_key_base64', file())).toBe('_json_key');
    expect(wanted('janedoe', file())).toBe('_json_key');
    expect(wanted('_json_key', '{')).toBeNull();
  });
});
