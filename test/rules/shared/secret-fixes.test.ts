import { describe, expect, it } from 'vitest';
import { toSecret } from '../../../src/objects/secret.ts';
import { redact } from '../../../src/sources/collection/redact.ts';
import { diagnoseImage } from '../../support/evidence.ts';
import { commandsOf, findingOf } from '../../support/expectations.ts';
import { login, pullSecret, type SecretSpec, secretObject } from '../../support/objects.ts';
import { defaultImage, type Scene } from '../../support/scene.ts';
import { unauthorized } from '../../support/words.ts';

const maker = { kind: 'ExternalSecret', name: 'registry-login' };
const newline = pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse\n') });
const broken: SecretSpec = { ...newline, data: { '.dockerconfigjson': '{' } };

const sceneWith = (regcred: SecretSpec): Scene => ({
  says: unauthorized(defaultImage),
  secrets: { regcred },
  owner: 'Deployment',
});
const fixesOf = async (regcred: SecretSpec, rule: string) =>
  findingOf(await diagnoseImage(sceneWith(regcred)), rule);

describe('a secret that a controller writes', () => {
  it.each([
    ['credential-whitespace', newline],
    ['pull-secret-malformed', broken],
  ])('with %s is put right where it is written', async (rule, spec) => {
    const says = spec === broken ? null : unauthorized(defaultImage);
    const scene = { ...sceneWith({ ...spec, maker }), says };
    const finding = findingOf(await diagnoseImage(scene), rule);
    expect(finding.fixes.map((fix) => [fix.title, fix.effect])).toEqual([
      [
        'put it right in ExternalSecret shop/registry-login, which writes Secret `regcred` and would undo a change of the secret itself',
        'none',
      ],
    ]);
    expect(commandsOf(finding)).toEqual([null]);
  });
});

describe('an immutable secret', () => {
  it('stays, and a second one is made and appended', async () => {
    const finding = await fixesOf({ ...newline, immutable: true }, 'credential-whitespace');
    const [create, attach] = commandsOf(finding);
    expect(create).toContain('kubectl create secret docker-registry pull-registry-acme-io -n shop');
    expect(attach).toContain('kubectl patch deployment web');
  });

  it('that is of no use to anyone is deleted and made anew', async () => {
    const scene = { ...sceneWith({ ...broken, immutable: true }), says: null };
    const finding = findingOf(await diagnoseImage(scene), 'pull-secret-malformed');
    expect(finding.fixes[0]?.title).toBe(
      'delete the secret, which is immutable, and create it again; that replaces all its entries',
    );
    expect(commandsOf(finding)[0]).toContain('| kubectl replace --force -f -');
  });

  it('is one that can be changed where it says so', async () => {
    const finding = await fixesOf({ ...newline, immutable: false }, 'credential-whitespace');
    expect(commandsOf(finding)).toHaveLength(1);
    expect(commandsOf(finding)[0]).toContain('| kubectl apply -f -');
  });
});

it.each([{ immutable: true, maker }, { immutable: false }])('%j is kept in a collected file', (edit) => {
  const secret = secretObject('shop', 'regcred', { ...newline, ...edit });
  const [collected] = redact([secret]);
  const { immutable, maker: by } = toSecret(collected ?? secret);
  expect([immutable, by]).toEqual(
    edit.immutable ? [true, { ...maker, namespace: 'shop' }] : [undefined, undefined],
  );
});
