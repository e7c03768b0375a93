import { describe, expect, it } from 'vitest';
import type { UsersSeen } from '../../../src/model/secret-lint.ts';
import type { KubeObject } from '../../../src/objects/object-reader.ts';
import { renderSecrets } from '../../../src/report/secret/render-secrets.ts';
import { chalkFor } from '../../../src/report/text/finding-lines.ts';
import { accountObject, login, pullSecret, secretObject } from '../../support/objects.ts';
import { lintObjects, podListing } from '../../support/secret-lint.ts';

const plain = { width: 80, chalk: chalkFor(false), connection: [] };
const sound = pullSecret({ 'registry.acme.io': login('janedoe', 'hunter2x') });
const image = 'registry.acme.io/shop/api:1.4';

async function rendered(objects: readonly KubeObject[], seen: UsersSeen = { pods: true, accounts: true }) {
  const lints = await lintObjects(objects);
  return renderSecrets({ lints, problems: [], seen, namespace: 'shop' }, plain);
}

describe('a sound secret', () => {
  it('says what it is, its entries and its users', async () => {
    const text = await rendered([
      secretObject('shop', 'regcred', { ...sound, writtenAt: '2026-03-02T12:00:00Z' }),
      podListing('shop', 'web', [image], ['regcred']),
      accountObject('shop', { name: 'builder', list: ['regcred'] }),
    ]);
    expect(text).toBe(`secret/regcred in shop, kubernetes.io/dockerconfigjson, written 3d ago

  entry             key               user     credential              serves
  registry.acme.io  registry.acme.io  janedoe  password, 8 characters  ${image}

  used by  ServiceAccount builder
           Pod web
`);
  });

  it('says created where nothing tells when it was written', async () => {
    const text = await rendered([secretObject('shop', 'regcred', { ...sound, writtenAt: null })]);
    expect(text).toMatch(/^secret\/regcred in shop, kubernetes\.io\/dockerconfigjson, created 4d3h ago\n/);
  });
});

describe('what is not known', () => {
  const objects = [secretObject('shop', 'regcred', sound)];

  it('is not called unused or unserved', async () => {
    const text = await rendered(objects, { pods: false, accounts: true });
    expect(text).toContain('password, 8 characters  not known\n');
    expect(text).toContain('  used by  not known: not all Pods could be read\n');
  });

  it('users that were read are told all the same', async () => {
    const text = await rendered([...objects, podListing('shop', 'web', [image], ['regcred'])], {
      pods: true,
      accounts: false,
    });
    expect(text).toContain(
      '  used by  Pod web\n           perhaps others: not all ServiceAccounts could be read\n',
    );
  });

  it('where all was read, no user is none', async () => {
    expect(await rendered(objects)).toContain('  used by  no Pod and no ServiceAccount in the file\n');
  });
});

describe('several secrets', () => {
  const many = Array.from({ length: 5 }, (_, index) => `registry.acme.io/shop/app${index}`);
  const objects = [
    secretObject('shop', 'a-sound', sound),
    secretObject('shop', 'b-mixed', pullSecret({ 'registry.acme.io': login('janedoe', 'hunter3x\n') })),
    secretObject('shop', 'c-empty', pullSecret({})),
    podListing('shop', 'web', many, ['a-sound']),
  ];

  it('wrong ones come first, with proof and fix', async () => {
    const text = await rendered(objects);
    const marks = [
      'secret/b-mixed',
      'credential-whitespace',
      '\n  Fix   ',
      '$ kubectl create',
      '\n  Why   ',
      'secret/c-empty',
      '  it holds no entries',
      'secret/a-sound',
    ];
    const places = marks.map((mark) => text.indexOf(mark));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('long lists of images are cut', async () => {
    const text = await rendered(objects);
    expect(text).toMatch(/ registry\.acme\.io\/shop\/app2\n +and 2 more\n/);
    expect(text).not.toContain('app3');
  });

  it('prose stays within 80 columns; commands and tables are not wrapped', async () => {
    const other = podListing(
      'shop',
      'other',
      ['quay.io:5000/a/rather/long/name/of/an/image:1.4'],
      ['a-sound'],
    );
    const lines = (await rendered([...objects, other])).split('\n');
    const long = lines.filter((line) => line.length > 80);
    expect(long.filter((line) => !/^ +(?:\$ kubectl |registry\.acme\.io|and 2 more)/.test(line))).toEqual([]);
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  it('nothing is a sentence', async () => {
    expect(await rendered([podListing('shop', 'web', many, [])].slice(1))).toBe(
      'no pull secret in namespace shop\n',
    );
  });
});

it('a name cannot steer the terminal', async () => {
  const text = await rendered([
    secretObject('shop', 'regcred', pullSecret({ 'a\u001b[31m.io': login('jane', 'hunter2x') })),
  ]);
  expect(text).not.toContain('\u001b');
});
