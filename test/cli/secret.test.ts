import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SecretReport } from '../../src/model/secret-report.ts';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { shapeCount, shapedSecrets } from '../offline/secret-shapes.ts';
import { captureNames, captureObjects } from '../support/captures.ts';
import { hiddenTexts } from '../support/hidden-texts.ts';
import { leakFinder } from '../support/leaks.ts';
import { accountObject, login, pullSecret, secretObject } from '../support/objects.ts';
import { runProgram } from '../support/run-program.ts';
import { podListing } from '../support/secret-lint.ts';
import { secretValues } from '../support/secret-values.ts';

const capture = (name: string) => `test/fixtures/captures/${name}.json`;

const folder = mkdtempSync(join(tmpdir(), 'pullcheck-'));
function file(name: string, items: readonly KubeObject[]): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  return path;
}

const sound = pullSecret({ 'registry.acme.io': login('janedoe', 'hunter2x') });
const mixed = file('mixed.json', [
  secretObject('shop', 'regcred', sound),
  secretObject('shop', 'newline', pullSecret({ 'registry.acme.io': login('janedoe', 'hunter2x\n') })),
  secretObject('dev', 'regcred', sound),
  accountObject('shop', { list: ['gone'] }),
  podListing('shop', 'web', ['registry.acme.io/shop/api'], ['regcred']),
]);

/** The rules whose state lies in a secret itself; every other cause lies elsewhere. */
const inSecrets = new Set([
  'pull-secret-missing',
  'pull-secret-wrong-type',
  'pull-secret-malformed',
  'credential-empty',
  'credential-whitespace',
  'credential-mangled',
]);
const wrong: Readonly<Record<string, string>> = {
  'bad-auth-base64': 'pull-secret-malformed',
  'credsstore-empty-auth': 'credential-empty',
  'one-secret-missing-other-ok': 'pull-secret-missing',
  'opaque-secret': 'pull-secret-wrong-type',
  'secret-in-other-namespace': 'pull-secret-missing',
  'secret-missing-everywhere': 'pull-secret-missing',
};
const unserved: Readonly<Record<string, string>> = {
  'hub-key-no-trailing-slash': 'docker-hub-key',
};

describe('recordings of a real cluster', () => {
  const pulls = (object: KubeObject) => String(object['type']).startsWith('kubernetes.io/docker');
  const withSecrets = captureNames.filter((name) =>
    captureObjects(name).some((one) => one.kind === 'Secret'),
  );

  it('hold secrets', () => expect(withSecrets.length).toBeGreaterThan(15));

  it.concurrent.each(withSecrets)('%s', async (name) => {
    const objects = captureObjects(name);
    const run = await runProgram(['secret', '--from', capture(name), '-o', 'json']);
    const { secrets, problems } = JSON.parse(run.stdout) as SecretReport;
    const places = secrets.map((secret) => `${secret.namespace}/${secret.name}`);
    for (const secret of objects.filter((one) => one.kind === 'Secret').filter(pulls))
      expect(places).toContain(`${secret.metadata.namespace}/${secret.metadata.name}`);
    const errors = secrets.flatMap(({ findings }) => findings.map((finding) => finding.rule));
    expect(errors).toEqual(wrong[name] === undefined ? [] : [wrong[name]]);
    expect(run.code).toBe(errors.some((rule) => inSecrets.has(rule)) ? 1 : 0);
    expect(problems).toEqual([]);
    const near = secrets.flatMap((secret) => secret.unserved.flatMap((one) => one.nearest?.mismatch ?? []));
    expect(near).toEqual(unserved[name] === undefined ? [] : [unserved[name]]);

    const text = await runProgram(['secret', '--from', capture(name)]);
    expect(text.code).toBe(run.code);
    for (const value of [...secretValues(objects), ...hiddenTexts(objects)])
      for (const output of [run.stdout, text.stdout])
        expect(output.includes(value), 'a credential in the output').toBe(false);
  });
});

describe('no credential in any output', () => {
  const secrets = shapedSecrets(shapeCount);
  const objects = [
    ...secrets.map(({ type, data }, index) => secretObject('shop', `pull-${index}`, { type, data })),
    accountObject('shop', { list: secrets.map((_, index) => `pull-${index}`) }),
    podListing('shop', 'web', ['registry.acme.io/shop/api'], ['pull-0']),
  ];
  const path = file('shapes.json', objects);

  const leaksIn = leakFinder(
    secrets.map(({ shape, hidden }) => ({ name: shape, texts: hidden })),
    'passwordLength',
  );

  it.each([['text'], ['json'], ['yaml'], ['name']])('%s', async (form) => {
    const { code, stdout, stderr } = await runProgram(['secret', '--from', path, '-o', form, '--debug']);
    expect(code).toBe(1);
    expect(stderr).toBe('');
    expect(stdout).toContain('pull-1');
    expect(secretValues(objects).filter((value) => stdout.includes(value))).toEqual([]);
    expect(leaksIn(stdout)).toEqual([]);
  });

  it('lists every shape', async () => {
    const { stdout } = await runProgram(['secret', '--from', path, '-o', 'json']);
    expect((JSON.parse(stdout) as SecretReport).summary.secrets).toBe(secrets.length);
  });
});

describe('what is looked at', () => {
  const namesOf = async (...args: readonly string[]) => {
    const { stdout, code } = await runProgram(['secret', ...args, '--from', mixed, '-o', 'json']);
    const { secrets } = JSON.parse(stdout) as SecretReport;
    return [code, secrets.map((secret) => `${secret.namespace}/${secret.name}`).join(' ')];
  };

  it.each([
    [['-n', 'shop'], 1, 'shop/gone shop/newline shop/regcred'],
    [['-n', 'dev'], 0, 'dev/regcred'],
    [['-A'], 1, 'shop/gone shop/newline dev/regcred shop/regcred'],
    [['-n', 'shop', '--exit-zero'], 0, 'shop/gone shop/newline shop/regcred'],
    [['regcred', '-n', 'shop'], 0, 'shop/regcred'],
    [['secret/regcred', 'regcred', '-n', 'shop'], 0, 'shop/regcred'],
    [['gone', '-n', 'shop'], 1, 'shop/gone'],
    [['-n', 'shop', '-l', 'team=x'], 0, ''],
  ])('%s', async (args, code, names) => expect(await namesOf(...args)).toEqual([code, names]));

  it('secrets and secret/NAME are taken too', async () => {
    const plural = await runProgram(['secrets', '--from', mixed, '-n', 'shop', '-o', 'name']);
    expect(plural.stdout).toBe('secret/gone\nsecret/newline\n');
    const slash = await runProgram(['secret/regcred', '--from', mixed, '-n', 'dev']);
    expect(slash.stdout).toContain('secret/regcred in dev, ');
    expect(slash.code).toBe(0);
  });
});

describe('what cannot be looked at', () => {
  it.each([
    [
      ['regcrd', '-n', 'shop'],
      3,
      /^error: Secret regcrd does not exist in namespace shop; near names: regcred\n$/,
    ],
    [['regcred'], 3, /^error: .*several Secrets of that name: add -n shop or -n dev/],
    [['regcred', '-A'], 2, /^error: a Secret is named, or found with -A or -l, not both/],
    [['-o', 'junit'], 2, /^error: Expected --output=junit to be one of: text, json, yaml, prometheus, name/],
  ])('%s', async (args, code, says) => {
    const run = await runProgram(['secret', ...args, '--from', mixed]);
    expect(run.stderr).toMatch(says);
    expect([run.code, run.stdout]).toEqual([code, '']);
  });

  it('a file without Secrets ends with 3', async () => {
    const path = file('pods.json', [podListing('shop', 'web', ['nginx'], ['regcred'])]);
    const run = await runProgram(['secret', '--from', path]);
    expect(run.stderr).toMatch(
      /^error: the Secrets of all namespaces could not be read: the file holds no secrets; /,
    );
    expect([run.code, run.stdout]).toEqual([3, '']);
  });

  it('a file without ServiceAccounts says so, and does not call a secret unused', async () => {
    const path = file('alone.json', [secretObject('shop', 'regcred', sound)]);
    const run = await runProgram(['secret', '--from', path]);
    expect(run.stdout).toContain('used by  not known: not all ServiceAccounts could be read');
    expect(run.stdout).toContain(
      '\nCould not read (may change the verdict)\n  ServiceAccounts of all namespaces: the file holds no serviceaccounts\n',
    );
    expect(run.code).toBe(0);
  });
});
