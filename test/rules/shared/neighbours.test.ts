import { describe, expect, it } from 'vitest';
import { diagnoseObjects, recordingObjects } from '../../support/captures.ts';
import { diagnoseImage } from '../../support/evidence.ts';
import { commandsOf, findingOf, verdict } from '../../support/expectations.ts';
import { login, pullSecret } from '../../support/objects.ts';
import { defaultImage, type NeighbourSpec, type Scene } from '../../support/scene.ts';
import { jwtUntil } from '../../support/tokens.ts';
import { unauthorized } from '../../support/words.ts';

const rule = 'pull-secret-registry-mismatch';
const janedoe = login('janedoe', 'c0rrect-horse');
const near = pullSecret({ 'registry.acme.com': janedoe });
const team = pullSecret({ 'registry.acme.io': janedoe });
const scene = (neighbours: Scene['neighbours'], cred = team): Scene => ({
  says: unauthorized(defaultImage),
  secrets: { regcred: near, 'team-cred': cred },
  list: ['regcred'],
  owner: 'Deployment',
  ...(neighbours === undefined ? {} : { neighbours }),
});
const withTeam: NeighbourSpec = { list: ['team-cred'], policy: 'Always' };
const attach = `kubectl patch deployment web -n shop -p '{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"regcred"},{"name":"team-cred"}]}}}}'`;

const finding = async (one: Scene) => findingOf(await diagnoseImage(one), rule);
const says = async (one: Scene) =>
  (await finding(one)).why.filter(({ source }) => source.startsWith('Pod ')).map((why) => why.says);

describe('a neighbour that runs', () => {
  it('the same image by a secret that would serve: that secret is the first fix', async () => {
    const found = await finding(scene({ 'web-2': withTeam }));
    expect(found.why.at(-2)).toEqual({
      source: 'Pod shop/web-2',
      says: 'runs the same image on worker-7 with pull secret `team-cred`',
    });
    expect(commandsOf(found)[0]).toBe(attach);
    expect(found.fixes.map((fix) => fix.alternative ?? false)).toEqual([false, true]);
    expect(found.fixes[1]?.title).toBe('recreate the secret for registry.acme.io');
  });

  it('another image of the registry by such a secret', async () => {
    const found = await finding(scene({ 'web-2': { ...withTeam, image: 'registry.acme.io/shop/cart:2' } }));
    expect(found.why.at(-2)?.says).toBe(
      'runs registry.acme.io/shop/cart:2 on worker-7 with pull secret `team-cred`',
    );
    expect(commandsOf(found)[0]).toBe(attach);
  });

  it('an image that may have been on its node proves less', async () => {
    expect(await says(scene({ 'web-2': { list: ['team-cred'] } }))).toEqual([
      'runs the same image on worker-7 with pull secret `team-cred`; with imagePullPolicy IfNotPresent it may have been there already, which proves less',
    ]);
  });

  it('the same image without a secret that would serve: said, and nothing to attach', async () => {
    const bare = await finding(scene({ 'web-2': { policy: 'Always' } }));
    expect(bare.why.at(-2)?.says).toBe('runs the same image on worker-7 without a pull secret');
    expect(bare.fixes).toHaveLength(1);
    expect(await says(scene({ 'web-2': { policy: 'Always', list: ['regcred'] } }))).toEqual([
      'runs the same image on worker-7 with pull secret `regcred`, as this Pod',
    ]);
  });

  it('says most where it has a secret that serves, and only the one that says most is named', async () => {
    const neighbours = {
      a: { policy: 'Always' },
      b: { ...withTeam, image: 'registry.acme.io/x:1' },
      c: withTeam,
    };
    expect(await says(scene(neighbours))).toEqual([
      'runs the same image on worker-7 with pull secret `team-cred`',
    ]);
  });

  it.each([
    ['matches another registry', pullSecret({ 'ghcr.io': janedoe })],
    ['is empty', pullSecret({ 'registry.acme.io': {} })],
    ['has expired', pullSecret({ 'registry.acme.io': login('ci', jwtUntil('2026-03-01T00:00:00Z')) })],
    ['cannot be decoded', pullSecret({ 'registry.acme.io': { auth: 'ab!d' } })],
    ['is ignored', { type: 'Opaque', data: team.data }],
  ])('by a secret that %s: it is not attached', async (_, cred) => {
    const found = await finding(scene({ 'web-2': withTeam }, cred));
    expect(commandsOf(found)).not.toContain(attach);
    expect(found.fixes).toHaveLength(1);
  });

  it('images of another registry says nothing', async () => {
    expect(await says(scene({ 'web-2': { ...withTeam, image: 'ghcr.io/acme/api:1.4' } }))).toEqual([]);
  });
});

describe('neighbours that fail', () => {
  it('with the same image are counted, with their nodes', async () => {
    const fails = unauthorized(defaultImage);
    const neighbours = { a: { fails }, b: { fails, node: 'worker-8' }, c: { fails, image: 'ghcr.io/a/b:1' } };
    expect(await says(scene(neighbours))).toEqual([
      'is not alone: 2 other Pods of the namespace fail with the same image, on 3 nodes in all',
    ]);
  });

  it('are counted among the first 500 Pods only, and that is said', async () => {
    const crowd = Object.fromEntries(
      Array.from({ length: 498 }, (_, i) => [`p${i}`, { image: 'ghcr.io/a/b:1' }]),
    );
    const [line] = await says(scene({ a: { fails: unauthorized(defaultImage) }, ...crowd }));
    expect(line).toMatch(/^is not alone: 1 other Pod of the namespace fails .*, among the first 500 Pods$/);
  });
});

describe('without an answer', () => {
  it.each([
    ['denied', { pods: 'denied' }],
    ['failed', { pods: 'failed' }],
  ] as const)('the list of Pods %s: the verdict stays, neighbours are not spoken of', async (_, unread) => {
    const image = await diagnoseImage({ ...scene({ 'web-2': withTeam }), unread });
    expect(verdict(image)).toEqual([`${rule} error proven`]);
    const found = findingOf(image, rule);
    expect(found.why.map((why) => why.source)).not.toContain('Pod shop/web-2');
    expect(commandsOf(found)).not.toContain(attach);
  });

  it.each(['denied', 'failed'] as const)('a secret that was %s is not attached', async (fate) => {
    const unread = { 'secrets/team-cred': fate };
    const found = await finding({ ...scene({ 'web-2': withTeam }), unread });
    expect(found.why.at(-2)?.says).toBe('runs the same image on worker-7 with pull secret `team-cred`');
    expect(commandsOf(found)).not.toContain(attach);
  });
});

describe('ServiceAccount rules', () => {
  it('name the neighbour too', async () => {
    const image = await diagnoseImage({
      says: unauthorized(defaultImage),
      secrets: { 'team-cred': team },
      list: [],
      account: { list: ['team-cred'] },
      neighbours: { 'web-2': withTeam },
    });
    const { why } = findingOf(image, 'service-account-secret-not-injected');
    expect(why.at(-2)).toEqual({
      source: 'Pod shop/web-2',
      says: 'runs the same image on worker-7 with pull secret `team-cred`',
    });
  });
});

describe('a recording', () => {
  it("of two Pods with one image: the other's secret is the first fix", async () => {
    const pods = await diagnoseObjects(recordingObjects('neighbour-has-the-secret'));
    const [failing] = pods.flatMap((pod) => pod.images).filter((image) => image.status === 'failing');
    if (failing === undefined) throw new Error('no image fails');
    const found = findingOf(failing, rule);
    expect(found.why.map((why) => why.says)).toContain(
      'runs the same image on node1 with pull secret `team-cred`',
    );
    expect(commandsOf(found)[0]).toContain('[{"name":"regcred"},{"name":"team-cred"}]');
  });
});
