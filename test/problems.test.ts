import { describe, expect, it } from 'vitest';
import { canI, permissionText } from '../src/problems.ts';
import { diagnosePod } from './support/evidence.ts';
import { login, pullSecret } from './support/objects.ts';
import { defaultImage, type Scene } from './support/scene.ts';
import { unauthorized, unknownHost } from './support/words.ts';

const regcred = pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse') });
const failing: Scene = { says: unauthorized(defaultImage), list: ['regcred'], secrets: { regcred } };
const everything = {
  events: 'denied',
  'secrets/regcred': 'denied',
  'serviceaccounts/default': 'denied',
  'nodes/worker-3': 'denied',
} as const;

const problemsOf = async (scene: Scene) => (await diagnosePod(scene)).problems;

describe('reads that could change the verdict', () => {
  it('name the permission that is missing, and how to ask for it', async () => {
    expect(await problemsOf({ ...failing, unread: { 'secrets/regcred': 'denied' } })).toEqual([
      {
        what: 'Secret shop/regcred',
        need: 'get secrets/regcred in namespace shop',
        check: ['kubectl', 'auth', 'can-i', 'get', 'secrets/regcred', '-n', 'shop'],
      },
    ]);
  });

  it('tell a fault from a refusal', async () => {
    expect(await problemsOf({ ...failing, unread: { 'secrets/regcred': 'failed' } })).toEqual([
      { what: 'Secret shop/regcred: the connection was reset', need: 'try again', check: null },
    ]);
  });

  it('leave out a node that no rule needs', async () => {
    const problems = await problemsOf({ ...failing, unread: everything });
    expect(problems.map((problem) => problem.what)).toEqual([
      'events of the Pod',
      'Secret shop/regcred',
      'ServiceAccount shop/default',
    ]);
  });

  it('name the node where its platform matters', async () => {
    const says = `failed to pull and unpack image "${defaultImage}": no match for platform in manifest: not found`;
    const problems = await problemsOf({ says, unread: { 'nodes/worker-3': 'denied' } });
    expect(problems.map((problem) => problem.need)).toEqual(['get nodes/worker-3']);
  });

  it('count the secrets of the ServiceAccount for a Pod that lists none', async () => {
    const scene: Scene = { ...failing, list: [], account: { list: ['regcred'] } };
    const problems = await problemsOf({ ...scene, unread: { 'secrets/regcred': 'denied' } });
    expect(problems.map((problem) => problem.what)).toEqual(['Secret shop/regcred']);
  });

  it('are none where the words settle it', async () => {
    const unread = { 'serviceaccounts/default': 'denied', 'nodes/worker-3': 'denied' } as const;
    expect(await problemsOf({ says: unknownHost(defaultImage), unread })).toEqual([]);
  });

  it('are none for a Pod that runs', async () => {
    expect(await problemsOf({ secrets: { regcred }, unread: everything })).toEqual([]);
  });

  it('are none where everything was read', async () => {
    expect(await problemsOf(failing)).toEqual([]);
  });
});

describe('a permission in words', () => {
  it('has the group behind the resource, and no namespace for what has none', () => {
    const replicaSets = { verb: 'list', group: 'apps', resource: 'replicasets', namespace: 'shop' } as const;
    expect(permissionText(replicaSets)).toBe('list replicasets.apps in namespace shop');
    expect(canI(replicaSets).join(' ')).toBe('kubectl auth can-i list replicasets.apps -n shop');
    expect(permissionText({ verb: 'list', group: '', resource: 'secrets' })).toBe('list secrets');
    expect(canI({ verb: 'list', group: '', resource: 'secrets' }).join(' ')).toBe(
      'kubectl auth can-i list secrets --all-namespaces',
    );
    expect(canI({ verb: 'get', group: '', resource: 'nodes', name: 'worker-3' }).join(' ')).toBe(
      'kubectl auth can-i get nodes/worker-3',
    );
  });
});
