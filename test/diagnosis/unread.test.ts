import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { canI, permissionText } from '../../src/diagnosis/unread.ts';
import { denied } from '../../src/model/observed.ts';
import { diagnosePod, evidenceOf } from '../support/evidence.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage, type Scene } from '../support/scene.ts';
import { unauthorized, unknownHost } from '../support/words.ts';

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
        check: 'kubectl auth can-i get secrets/regcred -n shop',
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

  it('quote what the server says of its refusal', async () => {
    const evidence = await evidenceOf(failing);
    const [reference] = evidence.secrets;
    const need = { verb: 'get', group: '', resource: 'secrets', namespace: 'shop', name: 'regcred' } as const;
    const secret = denied(need, 'not on Sundays');
    const { problems } = diagnose({ ...evidence, secrets: [{ name: reference?.name ?? '', secret }] });
    expect(problems.map(({ what }) => what)).toEqual(['Secret shop/regcred: not on Sundays']);
  });

  it('name what a better proof or fix hangs on, where no secret serves', async () => {
    const scene: Scene = {
      ...failing,
      ...{ list: ['regcred', 'gone'], account: { list: ['extra'] }, owner: 'Deployment' },
      secrets: { regcred: pullSecret({ 'registry.acme.io:5000': login('janedoe', 'x') }) },
      unread: { 'replicasets/web-1': 'denied', pods: 'denied', secrets: 'denied', 'secrets/extra': 'denied' },
    };
    expect((await problemsOf(scene)).map(({ what, check }) => [what, check])).toEqual([
      ['Secret shop/extra', 'kubectl auth can-i get secrets/extra -n shop'],
      ['Secrets gone of other namespaces', 'kubectl auth can-i list secrets -A'],
      ['other Pods of namespace shop', 'kubectl auth can-i list pods -n shop'],
      ['ReplicaSet shop/web-1, for its owner', 'kubectl auth can-i get replicasets/web-1 -n shop'],
    ]);
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
    expect(canI(replicaSets)).toBe('kubectl auth can-i list replicasets.apps -n shop');
    const secrets = { verb: 'list', group: '', resource: 'secrets' } as const;
    expect(permissionText(secrets)).toBe('list secrets in all namespaces');
    expect(canI(secrets)).toBe('kubectl auth can-i list secrets -A');
    expect(canI({ verb: 'get', group: '', resource: 'nodes', name: 'worker-3' })).toBe(
      'kubectl auth can-i get nodes/worker-3',
    );
  });

  it('quotes a name for the shell: a Pod may name any', () => {
    const named = { verb: 'get', group: '', resource: 'secrets', namespace: 'shop' } as const;
    expect(canI({ ...named, name: '$(reboot)' })).toBe("kubectl auth can-i get 'secrets/$(reboot)' -n shop");
    expect(canI({ ...named, name: "a'; id" })).toBe("kubectl auth can-i get 'secrets/a'\\''; id' -n shop");
  });
});
