import { describe, expect, it } from 'vitest';
import { findObject } from '../../src/cli/run/find-object.ts';
import { collectPod } from '../../src/evidence/collect-pod.ts';
import type { PodEvidence } from '../../src/model/evidence.ts';
import { denied } from '../../src/model/observed.ts';
import type { ObjectReader, Resource } from '../../src/objects/object-reader.ts';
import { permission } from '../../src/objects/resources.ts';
import { cachingReader } from '../../src/sources/caching-reader.ts';
import { offlineReader } from '../../src/sources/files/offline-reader.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage, namespace, podName, type Scene, sceneObjects } from '../support/scene.ts';
import { unauthorized, unknownHost } from '../support/words.ts';
import { countingReader } from './counting-reader.ts';

const occasion = { source: 'cluster', observedAt: '2026-03-05T12:00:00Z' } as const;
const says = unauthorized('registry.acme.io/shop/api:1.4');
const regcred = pullSecret({ 'registry.acme.io': login('janedoe', 'x') });

/** Reads a Pod by its name and everything about it, as the command does. */
async function readPod(reader: ObjectReader, name: string): Promise<PodEvidence> {
  const sought = await findObject(reader, { resource: 'pods', kind: 'Pod', namespace, name });
  if ('unread' in sought) throw new Error(`${sought.unread.says} (see: ${sought.unread.problem?.check})`);
  return collectPod(reader, sought.object, occasion);
}

/** The evidence of a scene, and the rounds of requests that it took, the Pod's own included. */
async function collected(scene: Scene, wrap = (reader: ObjectReader) => reader) {
  const reader = countingReader(wrap(offlineReader(sceneObjects({ says, ...scene }))));
  const evidence = await readPod(reader, podName(scene));
  return { evidence, rounds: reader.rounds };
}

const sound = ['get nodes/worker-3', 'get serviceaccounts/default', 'list events'];
const always = [...sound, 'list pods'];

describe('round trips', () => {
  it('two where the Pod lists its own secrets', async () => {
    const { rounds } = await collected({ secrets: { regcred, other: regcred } });
    expect(rounds).toEqual([
      ['get pods/web'],
      [
        'get nodes/worker-3',
        'get secrets/other',
        'get secrets/regcred',
        'get serviceaccounts/default',
        'list events',
        'list pods',
      ],
    ]);
  });

  it('two where there are no secrets at all', async () => {
    expect((await collected({})).rounds).toEqual([['get pods/web'], always]);
  });

  it('two where the ServiceAccount lists what the Pod lists: nothing is read twice', async () => {
    const { rounds, evidence } = await collected({ secrets: { regcred }, account: { list: ['regcred'] } });
    expect(rounds).toHaveLength(2);
    expect(rounds.flat().filter((request) => request === 'get secrets/regcred')).toHaveLength(1);
    expect(evidence.serviceAccountSecrets).toEqual(evidence.secrets);
  });

  it('three where the ServiceAccount alone names secrets', async () => {
    const account = { list: ['regcred', 'gone'] };
    const { rounds, evidence } = await collected({ secrets: { regcred }, list: [], account });
    expect(rounds).toEqual([['get pods/web'], always, ['get secrets/gone', 'get secrets/regcred']]);
    expect(evidence.serviceAccountSecrets.map(({ name, secret }) => [name, secret.status])).toEqual([
      ['regcred', 'found'],
      ['gone', 'absent'],
    ]);
  });

  it('one more to look for an absent secret elsewhere, together with those of the ServiceAccount', async () => {
    const elsewhere = { build: { regcred } };
    const one = await collected({ list: ['regcred', 'regcred'], elsewhere });
    expect(one.rounds.slice(2)).toEqual([['list secrets']]);
    const both = await collected({ list: ['regcred'], elsewhere, account: { list: ['extra'] } });
    expect(both.rounds.slice(2)).toEqual([['get secrets/extra', 'list secrets']]);
  });

  it.each(['Deployment', 'CronJob'] as const)('the owner of a %s is read beside the rest', async (owner) => {
    const { rounds, evidence } = await collected({ owner, secrets: { regcred } });
    expect(rounds).toHaveLength(2);
    expect(rounds[1]).toContain(owner === 'Deployment' ? 'get replicasets/web-1' : 'get jobs/web-1');
    expect(evidence.owner).toEqual({ kind: owner, namespace, name: 'web' });
  });

  it('a node is asked for only where the Pod has one', async () => {
    const { rounds, evidence } = await collected({ node: null });
    expect(rounds.flat()).not.toContainEqual(expect.stringContaining('nodes'));
    expect(evidence.node).toEqual({ status: 'failed', problem: 'the Pod is not scheduled' });
  });

  it('a Pod that runs has no use for its neighbours', async () => {
    const { rounds, evidence } = await collected({ state: 'running', neighbours: { other: {} } });
    expect(rounds).toEqual([['get pods/web'], sound]);
    expect(evidence.neighbours).toBe(null);
  });

  it('three where a neighbour names secrets with which it runs an image of the registry', async () => {
    const held = { mine: pullSecret({ 'ghcr.io': login('janedoe', 'x') }), team: regcred, far: regcred };
    const neighbours = {
      near: { list: ['mine', 'team'] },
      other: { image: 'ghcr.io/acme/app:1', list: ['far'] },
      stuck: { list: ['far'], fails: says },
    };
    const { rounds, evidence } = await collected({ secrets: held, list: ['mine'], neighbours });
    expect(rounds.slice(2)).toEqual([['get secrets/team']]);
    expect(evidence.neighbourSecrets.map(({ name, secret }) => [name, secret.status])).toEqual([
      ['team', 'found'],
    ]);
  });

  it('the nearest three of them, the image before its repository before its registry', async () => {
    const neighbours = {
      a: { image: 'registry.acme.io/shop/web:2', list: ['by-registry', 'one-more'] },
      b: { image: 'registry.acme.io/shop/api:1.3', list: ['by-repository'] },
      c: { list: ['by-image'] },
    };
    const { rounds, evidence } = await collected({ neighbours });
    expect(rounds.slice(2)).toEqual([
      ['get secrets/by-image', 'get secrets/by-registry', 'get secrets/by-repository'],
    ]);
    expect(evidence.neighbourSecrets.map((one) => one.name)).toEqual([
      'by-image',
      'by-repository',
      'by-registry',
    ]);
  });

  it.each([
    ['the own secrets offer something', { secrets: { regcred } }],
    ['the ServiceAccount lists it', { account: { list: ['team'] }, secrets: { team: regcred }, list: [] }],
    ['the words are not about a login', { says: unknownHost(defaultImage) }],
  ])('no secret of a neighbour is read where %s', async (_, scene: Scene) => {
    const { evidence } = await collected({ neighbours: { near: { list: ['team'] } }, ...scene });
    expect(evidence.neighbourSecrets).toEqual([]);
  });

  it('three where the platform is at fault: the nodes', async () => {
    const platform = {
      says: 'no match for platform in manifest: not found',
      nodes: { 'worker-7': 'linux/arm64' },
    };
    const { rounds, evidence } = await collected(platform);
    expect(rounds.slice(2)).toEqual([['list nodes']]);
    expect(evidence.nodes).toEqual({
      status: 'found',
      value: [
        { name: 'worker-3', os: 'linux', architecture: 'amd64' },
        { name: 'worker-7', os: 'linux', architecture: 'arm64' },
      ],
    });
  });

  it('Pods that share objects read them once', async () => {
    const objects = sceneObjects({ says, secrets: { regcred } });
    const counted = countingReader(offlineReader(objects));
    const reader = cachingReader(counted);
    await Promise.all([1, 2].map(() => readPod(reader, 'web')));
    await readPod(reader, 'web');
    const gets = counted.rounds.flat().filter((request) => request.startsWith('get '));
    expect(gets).toHaveLength(new Set(gets).size);
    expect(counted.rounds.flat().filter((request) => request === 'list pods')).toHaveLength(1);
    expect(counted.rounds.flat().filter((request) => request === 'list events')).toHaveLength(3);
  });
});

describe('what was read', () => {
  it('secrets stand in the order of the list, events in that of time', async () => {
    const event = (reason: string, last: string) => ({ reason, message: `${reason} image`, last });
    const events = [
      event('BackOff', '2026-03-05T11:58:00Z'),
      event('Pulled', '2026-03-05T11:59:00Z'),
      event('Failed', '2026-03-05T11:58:00Z'),
      event('Pulling', '2026-03-05T11:58:00Z'),
      event('Failed', '2026-03-05T11:57:00Z'),
    ];
    const { evidence } = await collected({
      secrets: { b: regcred, a: regcred },
      list: ['b', 'gone', 'a'],
      events,
    });
    expect(evidence.secrets.map(({ name, secret }) => [name, secret.status])).toEqual([
      ['b', 'found'],
      ['gone', 'absent'],
      ['a', 'found'],
    ]);
    const read = evidence.events.status === 'found' ? evidence.events.value : [];
    expect(read.map(({ reason }) => reason)).toEqual(['Failed', 'Pulling', 'Failed', 'BackOff', 'Pulled']);
  });

  it('secrets elsewhere have the name and another namespace', async () => {
    const elsewhere = { build: { regcred, other: regcred }, ci: { regcred } };
    const { evidence } = await collected({ list: ['regcred'], elsewhere });
    const found = evidence.elsewhere['regcred'];
    expect(found?.status === 'found' && found.value.map((one) => `${one.namespace}/${one.name}`)).toEqual([
      'build/regcred',
      'ci/regcred',
    ]);
  });

  it('events about an earlier Pod of the name, or about others, are left out', async () => {
    const [pod, ...others] = sceneObjects({ says, secrets: { regcred } });
    if (pod === undefined) throw new Error('the scene has no Pod');
    const renewed = { ...pod, metadata: { ...pod.metadata, uid: 'uid-later' } };
    const evidence = await collectPod(offlineReader([renewed, ...others]), renewed, occasion);
    expect(evidence.events).toEqual({ status: 'found', value: [] });
  });

  it('neighbours are the other Pods that have not ended, in short', async () => {
    const neighbours = {
      runs: { list: ['team'], policy: 'Always', startedAt: '2026-03-05T11:00:00Z' },
      fails: { image: 'Registry.acme.io/x', node: null, fails: says },
      ended: { phase: 'Succeeded' },
    };
    const { evidence } = await collected({ neighbours });
    expect(evidence.neighbours).toEqual({
      status: 'found',
      value: {
        complete: true,
        pods: [
          {
            name: 'runs',
            node: 'worker-7',
            imagePullSecrets: ['team'],
            controller: null,
            images: [
              {
                image: 'registry.acme.io/shop/api:1.4',
                registry: 'registry.acme.io',
                repository: 'registry.acme.io/shop/api',
                pullPolicy: 'Always',
                state: 'runs',
                startedAt: '2026-03-05T11:00:00Z',
                error: null,
              },
            ],
          },
          {
            name: 'fails',
            node: null,
            imagePullSecrets: [],
            controller: null,
            images: [
              {
                image: 'Registry.acme.io/x',
                registry: 'Registry.acme.io',
                repository: 'Registry.acme.io/x',
                pullPolicy: 'Always',
                state: 'fails',
                startedAt: null,
                error: 'unauthorized-no-credentials',
              },
            ],
          },
        ],
      },
    });
  });

  it('a full page of neighbours is not taken for all of them', async () => {
    const neighbours = Object.fromEntries(Array.from({ length: 499 }, (_, i) => [`p${i}`, {}]));
    const { evidence } = await collected({ neighbours });
    expect(evidence.neighbours?.status === 'found' && evidence.neighbours.value.complete).toBe(false);
  });

  it('a cordoned node is none that would do', async () => {
    const objects = sceneObjects({
      says: 'no match for platform in manifest: not found',
      nodes: { off: 'linux/arm64' },
    });
    const [pod] = objects;
    if (pod === undefined) throw new Error('the scene has no Pod');
    const cordoned = objects.map((one) =>
      one.metadata.name === 'off' ? { ...one, spec: { unschedulable: true } } : one,
    );
    const { nodes } = await collectPod(offlineReader(cordoned), pod, occasion);
    expect(nodes?.status === 'found' && nodes.value.map((one) => one.name)).toEqual(['worker-3']);
  });

  it('an owner that cannot be followed is the direct one', async () => {
    const gone = (reader: ObjectReader): ObjectReader => ({
      ...reader,
      get: async (resource, ...where) =>
        resource === 'replicasets' ? { status: 'absent' } : reader.get(resource, ...where),
    });
    const { evidence } = await collected({ owner: 'Deployment' }, gone);
    expect(evidence.owner).toEqual({ kind: 'ReplicaSet', namespace, name: 'web-1' });
  });

  it.each(['StatefulSet', 'DaemonSet', 'Job', 'ReplicaSet'] as const)(
    '%s is its own owner',
    async (owner) => {
      const name = owner === 'Job' || owner === 'ReplicaSet' ? expect.any(String) : 'web';
      expect((await collected({ owner })).evidence.owner).toEqual({ kind: owner, namespace, name });
    },
  );
});

describe('one read is forbidden', () => {
  const scene: Scene = {
    secrets: { regcred },
    list: ['regcred', 'gone'],
    account: { list: ['regcred', 'extra'] },
    elsewhere: { build: { gone: regcred } },
    owner: 'Deployment',
  };
  const forbid =
    (verb: 'get' | 'list', resource: Resource, name: string | null) =>
    (reader: ObjectReader): ObjectReader => ({
      ...reader,
      get: async (asked, where, one) =>
        verb === 'get' && asked === resource && one === name
          ? denied(permission(resource, where, one))
          : reader.get(asked, where, one),
      list: async (asked, query) =>
        verb === 'list' && asked === resource
          ? denied(permission(resource, query.namespace, null))
          : reader.list(asked, query),
    });

  it.each([
    ['list', 'events', null, { events: 'denied' }],
    ['get', 'secrets', 'regcred', { 'secret regcred': 'denied', 'account regcred': 'denied' }],
    ['get', 'secrets', 'gone', { 'secret gone': 'denied', 'elsewhere gone': undefined }],
    ['get', 'secrets', 'extra', { 'account extra': 'denied' }],
    ['list', 'secrets', null, { 'elsewhere gone': 'denied' }],
    [
      'get',
      'serviceaccounts',
      'default',
      { account: 'denied', 'account regcred': undefined, 'account extra': undefined },
    ],
    ['get', 'nodes', 'worker-3', { node: 'denied' }],
    ['get', 'replicasets', 'web-1', { owner: 'ReplicaSet' }],
    ['list', 'pods', null, { neighbours: 'denied' }],
  ] as const)('%s %s %s: the rest is there', async (verb, resource, name, changed) => {
    const statuses = async (wrap?: (reader: ObjectReader) => ObjectReader) => {
      const { evidence } = await collected(scene, wrap);
      return {
        events: evidence.events.status,
        account: evidence.serviceAccount.status,
        node: evidence.node.status,
        owner: evidence.owner?.kind,
        neighbours: evidence.neighbours?.status,
        ...Object.fromEntries([
          ...evidence.secrets.map((one) => [`secret ${one.name}`, one.secret.status]),
          ...evidence.serviceAccountSecrets.map((one) => [`account ${one.name}`, one.secret.status]),
          ...Object.entries(evidence.elsewhere).map(([one, read]) => [`elsewhere ${one}`, read.status]),
        ]),
      };
    };
    const whole = await statuses();
    expect(whole).toEqual({
      events: 'found',
      account: 'found',
      node: 'found',
      owner: 'Deployment',
      neighbours: 'found',
      'secret regcred': 'found',
      'secret gone': 'absent',
      'account regcred': 'found',
      'account extra': 'absent',
      'elsewhere gone': 'found',
    });
    expect(await statuses(forbid(verb, resource, name))).toEqual({ ...whole, ...changed });
  });

  it('the permission that is missing is named', async () => {
    const { evidence } = await collected(scene, forbid('get', 'secrets', 'regcred'));
    expect(evidence.secrets[0]?.secret).toEqual({
      status: 'denied',
      need: { verb: 'get', group: '', resource: 'secrets', namespace, name: 'regcred' },
    });
  });

  it('the Pod itself: one line that names the permission', async () => {
    await expect(collected({}, forbid('get', 'pods', 'web'))).rejects.toThrow(
      'Pod web in namespace shop may not be read: get pods/web in namespace shop is forbidden to you (see: kubectl auth can-i get pods/web -n shop)',
    );
  });
});
