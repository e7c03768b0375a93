import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { SecretReport } from '../../../src/model/secret-report.ts';
import { secretRenderers } from '../../../src/report/secret/secret-forms.ts';
import { toSecretReport } from '../../../src/report/secret/to-secret-report.ts';
import { accountObject, login, pullSecret, secretObject } from '../../support/objects.ts';
import { observedAt } from '../../support/scene.ts';
import { lintObjects, podListing } from '../../support/secret-lint.ts';

const context = {
  version: '1.2.3',
  source: { kind: 'cluster', context: 'prod' },
  observedAt,
  problems: [],
  connection: ['--context=prod'],
} as const;

async function report(): Promise<SecretReport> {
  const lints = await lintObjects([
    secretObject('shop', 'sound', pullSecret({ 'registry.acme.io': login('janedoe', 'hunter2x') })),
    secretObject('shop', 'newline', {
      ...pullSecret({ 'registry.acme.io': login('janedoe', 'hunter2x\n') }),
      writtenAt: '2026-03-05T11:59:00.500Z',
    }),
    podListing('shop', 'web', ['registry.acme.io/shop/api', 'quay.io/shop/web'], ['sound']),
    accountObject('shop', { list: ['gone'] }),
  ]);
  return toSecretReport(lints, context);
}

describe('the machine contract', () => {
  it('sums up', async () => {
    const { apiVersion, kind, version, summary } = await report();
    expect({ apiVersion, kind, version }).toEqual({
      apiVersion: 'pullcheck/v1',
      kind: 'SecretReport',
      version: '1.2.3',
    });
    expect(summary).toEqual({
      secrets: 3,
      entries: 2,
      wrong: 2,
      rules: [
        { rule: 'credential-whitespace', secrets: 1 },
        { rule: 'pull-secret-missing', secrets: 1 },
      ],
    });
  });

  it('tells of each secret what it is, wrong ones first', async () => {
    const { secrets } = await report();
    expect(secrets.map(({ name, state, type, ageSeconds }) => [name, state, type, ageSeconds])).toEqual([
      ['gone', 'absent', null, null],
      ['newline', 'usable', 'kubernetes.io/dockerconfigjson', 59],
      ['sound', 'usable', 'kubernetes.io/dockerconfigjson', 356400],
    ]);
    expect(secrets[2]?.entries).toEqual([
      {
        location: 'registry.acme.io',
        key: 'registry.acme.io',
        username: 'janedoe',
        credential: {
          kind: null,
          usernameLength: 7,
          passwordLength: 8,
          edges: [],
          expiresAt: null,
          notBefore: null,
        },
        serves: ['registry.acme.io/shop/api'],
      },
    ]);
    expect(secrets[2]?.unserved.map((one) => one.image)).toEqual(['quay.io/shop/web']);
    expect(secrets[0]?.usedBy).toEqual({ serviceAccounts: ['default'], owners: [] });
  });

  it('carries the connection flags into the commands', async () => {
    const { secrets } = await report();
    const commands = secrets.flatMap(({ findings }) =>
      findings.flatMap(({ fixes }) => fixes.map((fix) => fix.command)),
    );
    expect(commands.length).toBe(2);
    for (const command of commands) expect(command).toMatch(/^kubectl --context=prod create secret /);
  });
});

describe('the forms', () => {
  it('JSON and YAML hold the same and no credential', async () => {
    const document = await report();
    const json = secretRenderers.json(document);
    expect(JSON.parse(json)).toEqual(document);
    expect(parse(secretRenderers.yaml(document))).toEqual(document);
    expect(json).not.toContain('hunter2x');
  });

  it('names are those of wrong secrets', async () => {
    expect(secretRenderers.name(await report())).toBe('secret/gone\nsecret/newline\n');
  });
});
