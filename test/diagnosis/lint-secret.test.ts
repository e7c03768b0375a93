import { describe, expect, it } from 'vitest';
import type { SecretLint } from '../../src/model/secret-lint.ts';
import { offlineReader } from '../../src/sources/files/offline-reader.ts';
import { withUnread } from '../support/evidence.ts';
import {
  accountObject,
  base64,
  login,
  pullSecret,
  type SecretSpec,
  secretObject,
} from '../support/objects.ts';
import { lintObjects, podListing } from '../support/secret-lint.ts';

const image = 'registry.acme.io/shop/api:1.4';
const sound = pullSecret({ 'registry.acme.io': login('janedoe', 'hunter2x') });

async function lintOf(spec: SecretSpec, images: readonly string[] = [image]): Promise<SecretLint> {
  const [lint] = await lintObjects([
    secretObject('shop', 'regcred', spec),
    podListing('shop', 'web', images, ['regcred']),
  ]);
  if (lint === undefined) throw new Error('the secret is not in the report');
  return lint;
}

const rulesOf = ({ findings }: SecretLint) => findings.map(({ rule, severity }) => `${severity} ${rule}`);

describe('what a secret serves', () => {
  it('names the images of each entry, and those that no entry serves', async () => {
    const lint = await lintOf(
      pullSecret({
        'registry.acme.io': login('janedoe', 'hunter2x'),
        '*.acme.io': login('johndoe', 'hunter3x'),
        'https://index.docker.io/v1/': login('janedoe', 'hunter4x'),
      }),
      [image, 'quay.io/shop/web:1', 'nginx'],
    );
    expect(lint.entries.map(({ entry, serves }) => [entry.location, serves])).toEqual([
      ['*.acme.io', [image]],
      ['https://index.docker.io/v1/', ['nginx']],
      ['registry.acme.io', [image]],
    ]);
    expect(lint.unserved).toEqual([{ image: 'quay.io/shop/web:1', pods: 1, nearest: null }]);
    expect(lint.findings).toEqual([]);
  });

  it.each([
    ['https://index.docker.io/v1', 'acme/app', 'docker-hub-key'],
    ['registry.acme.io:5000', image, 'port'],
    ['registry.acme.io/other', image, 'path'],
    ['HTTPS://registry.acme.io', image, 'scheme'],
  ])('an entry %s leaves %s unserved and is no error by itself', async (location, other, mismatch) => {
    const lint = await lintOf(pullSecret({ [location]: login('janedoe', 'hunter2x') }), [other]);
    expect(lint.unserved).toMatchObject([{ image: other, pods: 1, nearest: { entry: location, mismatch } }]);
    expect(rulesOf(lint)).toEqual([]);
  });

  it('images of other Pods count as served, but not as left unserved', async () => {
    const [lint] = await lintObjects([
      secretObject('shop', 'regcred', sound),
      podListing('shop', 'web', [image], []),
      podListing('shop', 'cache', ['redis'], []),
      podListing('dev', 'web', ['registry.acme.io/dev/api'], []),
    ]);
    expect(lint?.entries.map(({ serves }) => serves)).toEqual([[image]]);
    expect(lint?.unserved).toEqual([]);
    expect(lint?.owners).toEqual([]);
  });
});

describe('who refers to a secret', () => {
  it('groups Pods by what makes them and names ServiceAccounts', async () => {
    const owned = (kind: string, name: string, labels = {}) => ({
      labels,
      ownerReferences: [{ kind, name, controller: true }],
    });
    const hash = { 'pod-template-hash': '5d9f' };
    const [lint] = await lintObjects([
      secretObject('shop', 'regcred', sound),
      podListing('shop', 'web-1', [image], ['regcred'], owned('ReplicaSet', 'web-5d9f', hash)),
      podListing('shop', 'web-2', [image], ['regcred'], owned('ReplicaSet', 'web-5d9f', hash)),
      podListing('shop', 'old-1', [image], ['regcred'], owned('ReplicaSet', 'old')),
      podListing('shop', 'db-0', [image], ['other', 'regcred'], owned('StatefulSet', 'db')),
      podListing('shop', 'solo', [image], ['regcred']),
      podListing('dev', 'solo', [image], ['regcred']),
      accountObject('shop', { name: 'builder', list: ['regcred'] }),
      accountObject('shop', { name: 'default', list: [] }),
    ]).then((lints) =>
      lints.filter((one) => one.evidence.reference.name === 'regcred' && one.evidence.namespace === 'shop'),
    );
    expect(lint?.owners).toEqual([
      { kind: 'Deployment', name: 'web', pods: 2 },
      { kind: 'Pod', name: 'solo', pods: 1 },
      { kind: 'ReplicaSet', name: 'old', pods: 1 },
      { kind: 'StatefulSet', name: 'db', pods: 1 },
    ]);
    expect(lint?.accounts).toEqual(['builder']);
  });

  it('lists what is named as a pull secret, whatever its type and whether it is there', async () => {
    const opaque = { type: 'Opaque', data: { color: 'green' } };
    const lints = await lintObjects([
      secretObject('shop', 'unused', sound),
      secretObject('shop', 'settings', opaque),
      secretObject('shop', 'unrelated', opaque),
      podListing('shop', 'web', [image], ['settings']),
      accountObject('shop', { list: ['gone'] }),
    ]);
    expect(lints.map(({ evidence, reading }) => [evidence.reference.name, reading.kind])).toEqual([
      ['unused', 'usable'],
      ['settings', 'ignored'],
      ['gone', 'absent'],
    ]);
  });
});

describe('what is wrong with a secret', () => {
  it.each<readonly [string, SecretSpec, string]>([
    [
      'a newline',
      pullSecret({ 'registry.acme.io': login('janedoe', 'hunter2x\n') }),
      'credential-whitespace',
    ],
    ['a placeholder', pullSecret({ '*.acme.io': login('janedoe', '<password>') }), 'credential-mangled'],
    ['no credential', pullSecret({ 'registry.acme.io/team': {} }), 'credential-empty'],
    ['Opaque', { type: 'Opaque', data: sound.data }, 'pull-secret-wrong-type'],
    ['no content', { type: sound.type, data: { '.dockerconfigjson': '' } }, 'pull-secret-wrong-type'],
    ['no JSON', { type: sound.type, data: { '.dockerconfigjson': '{' } }, 'pull-secret-malformed'],
    [
      'a bad auth',
      pullSecret({ 'registry.acme.io': { auth: '%%%' }, 'quay.io': login('a', 'b') }),
      'pull-secret-malformed',
    ],
    [
      'an ECR token of a day ago',
      {
        ...pullSecret({ '1.dkr.ecr.eu-west-1.amazonaws.com': login('AWS', 'hunter2x'.repeat(90)) }),
        createdAt: '2026-03-04T11:00:00Z',
      },
      'credential-expired',
    ],
  ])('%s', async (_, spec, rule) => {
    expect(rulesOf(await lintOf(spec))).toEqual([`error ${rule}`]);
  });

  it('a name that is not there, and where a Secret of that name is', async () => {
    const lints = await lintObjects([
      secretObject('platform', 'regcred', sound),
      secretObject('shop', 'bystander', { type: 'Opaque', data: { color: 'green' } }),
      podListing('shop', 'web', [image], ['regcred']),
    ]);
    const missing = lints.find(({ evidence }) => evidence.namespace === 'shop');
    expect(missing?.findings.map(({ rule, facts }) => [rule, facts['namespaces']])).toEqual([
      ['pull-secret-missing', ['platform']],
    ]);
  });

  it('tells each entry by itself', async () => {
    const lint = await lintOf(
      pullSecret({
        'registry.acme.io': login('janedoe', 'hunter2x\n'),
        'ghcr.io/acme': login('janedoe', '<token>'),
        'quay.io': login('janedoe', ' hunter3x'),
        'index.docker.io': login('janedoe', 'hunter4x'),
      }),
    );
    expect(lint.findings.map(({ rule, facts }) => [rule, facts['entry']])).toEqual([
      ['credential-mangled', 'ghcr.io/acme'],
      ['credential-whitespace', 'quay.io'],
      ['credential-whitespace', 'registry.acme.io'],
    ]);
  });

  it('a token that ends within a day is a warning', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'none' })}.${part({ exp: Date.parse('2026-03-05T20:00:00Z') / 1000 })}.c2lnbmF0dXJl`;
    const lint = await lintOf(pullSecret({ 'registry.acme.io': login('janedoe', token) }));
    expect(rulesOf(lint)).toEqual(['warning credential-expires-soon']);
  });

  it('speaks of no Pod and of no registry that it made up', async () => {
    const specs = [
      { type: 'Opaque', data: { color: 'green' } },
      { type: sound.type, data: { '.dockerconfigjson': '{' } },
      { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': '[]' } },
      sound,
      pullSecret({ 'registry.acme.io': login('janedoe', 'hunter2x\n'), 'quay.io': login('janedoe', 'y\n') }),
    ];
    const lints = await lintObjects([
      ...specs.map((spec, index) => secretObject('shop', `pull-${index}`, spec)),
      accountObject('shop', { list: [...specs.map((_, index) => `pull-${index}`), 'gone'] }),
    ]);
    const findings = lints.flatMap((lint) => lint.findings);
    expect(new Set(findings.map(({ rule }) => rule)).size).toBe(4);
    const told = JSON.stringify(findings);
    expect(told).not.toMatch(/Pod shop|\bPod new\b|invalid|docker\.io/);
    expect(told).not.toContain('no other credential is left');
    expect(told).toContain('"fillIn":"REGISTRY_SERVER"');
    for (const { pipeline } of findings.flatMap(({ fixes }) => fixes))
      expect(pipeline.length).toBeGreaterThan(0);
  });
});

describe('what could not be read', () => {
  const objects = [
    secretObject('shop', 'regcred', sound),
    podListing('shop', 'web', [image], ['regcred', 'denied']),
  ];

  it('a secret that may not be read is neither sound nor wrong', async () => {
    const reader = withUnread(offlineReader(objects), { 'secrets/denied': 'denied' });
    const denied = (await lintObjects(objects, reader)).find(
      (one) => one.evidence.reference.name === 'denied',
    );
    expect(denied?.reading.kind).toBe('denied');
    expect(denied?.findings).toEqual([]);
    expect(denied?.unserved).toEqual([]);
  });
});

describe('locations that hold a credential', () => {
  const encoded = base64('janedoe:hunter2x-hunter2x');

  it.each([
    [`janedoe:hunter2x-hunter2x@registry.acme.io`, '[redacted]@registry.acme.io', ['credential-whitespace']],
    [`${encoded}@registry.acme.io`, '[redacted]', ['credential-whitespace']],
    [`registry.acme.io/${encoded}`, '[redacted]', []],
  ])('are not shown, nor made into an image', async (location, shown, rules) => {
    const lint = await lintOf(pullSecret({ [location]: login('janedoe', 'hunter3x\n') }));
    expect(JSON.stringify(lint)).not.toMatch(new RegExp(`${encoded}|hunter`));
    expect(lint.entries.map(({ entry }) => entry.location)).toEqual([shown]);
    expect(lint.findings.map(({ rule }) => rule)).toEqual(rules);
  });
});
