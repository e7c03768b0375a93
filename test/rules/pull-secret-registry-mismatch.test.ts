import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { ambiguous, badLogin, unauthorized } from '../support/words.ts';

const rule = 'pull-secret-registry-mismatch';
const janedoe = login('janedoe', 'c0rrect-horse');
const sceneOf = (location: string, image = defaultImage) => ({
  image,
  says: unauthorized(image),
  secrets: { regcred: pullSecret({ [location]: janedoe }) },
});
const recreate = (server: string) =>
  `kubectl create secret docker-registry regcred -n shop --docker-server=${server} --docker-username=janedoe --docker-password="$REGISTRY_PASSWORD" --dry-run=client -o yaml | kubectl apply -f -`;

describe(rule, () => {
  it.each([
    ['docker-hub-key', 'registry-1.docker.io', 'acme/api:1.4', 'docker.io', 'https://index.docker.io/v1/'],
    [
      'docker-hub-key',
      'https://index.docker.io/v1',
      'acme/api:1.4',
      'docker.io',
      'https://index.docker.io/v1/',
    ],
    ['scheme', 'HTTPS://registry.acme.io', defaultImage, 'registry.acme.io', 'registry.acme.io'],
    ['case', 'Registry.acme.io', defaultImage, 'registry.acme.io', 'registry.acme.io'],
    [
      'port',
      'registry.acme.io',
      'registry.acme.io:5000/shop/api:1.4',
      'registry.acme.io:5000',
      'registry.acme.io:5000',
    ],
    ['path', 'registry.acme.io/team', defaultImage, 'registry.acme.io/shop/api', 'registry.acme.io'],
    ['glob', '*.acme.io', 'eu.registry.acme.io/shop/api:1.4', 'eu.registry.acme.io', 'eu.registry.acme.io'],
    ['host', 'registry.acme.com', defaultImage, 'registry.acme.io', 'registry.acme.io'],
    ['other', 'https://registry acme.io:80:80', defaultImage, 'registry.acme.io', 'registry.acme.io'],
  ])('tells %s for the entry %s', async (mismatch, location, image, wanted, server) => {
    const diagnosis = await diagnoseImage(sceneOf(location, image));
    expect(verdict(diagnosis)).toEqual(['pull-secret-registry-mismatch error proven']);
    const finding = findingOf(diagnosis, rule);
    expect(finding.what).toBe(`no pull secret entry matches \`${wanted}\``);
    expect(finding.facts).toMatchObject({ mismatch, secret: 'regcred', entry: location });
    // an entry for another path may be another team's: it stays
    if (mismatch === 'path')
      expect(commandsOf(finding)[0]).toContain('docker-registry pull-registry-acme-io -n shop');
    else expect(commandsOf(finding)).toEqual([recreate(server)]);
  });

  it('leaves a secret as it is that is for elsewhere, or that serves a neighbour', async () => {
    const elsewhere = findingOf(await diagnoseImage(sceneOf('quay.io')), rule);
    expect(commandsOf(elsewhere)[0]).toContain('docker-registry pull-registry-acme-io ');
    expect(commandsOf(elsewhere)[0]).toContain('"$REGISTRY_USERNAME"');
    expect(commandsOf(elsewhere)[1]).toContain('[{"name":"regcred"},{"name":"pull-registry-acme-io"}]');
  });

  it.each([
    ['registry.acme.io\u200b', 'U+200B'],
    ['registry.acme.io\n', 'U+000A'],
  ])('names the character of %j that cannot be seen', async (location, char) => {
    const finding = findingOf(await diagnoseImage(sceneOf(location)), rule);
    expect(finding.what).toBe(
      `entry \`${location}\` of pull secret \`regcred\` holds ${char}, which cannot be seen`,
    );
    expect(commandsOf(finding)).toEqual([recreate('registry.acme.io')]);
  });

  it('says which part differs, on either side', async () => {
    const finding = findingOf(
      await diagnoseImage(sceneOf('registry.acme.io:5001', 'registry.acme.io:5000/shop/api:1.4')),
      rule,
    );
    expect(finding.facts).toMatchObject({ wanted: '5000', offered: '5001' });
    expect(finding.why[1]).toEqual({
      source: 'Secret shop/regcred',
      says: 'has one entry, registry.acme.io:5001: the kubelet compares ports exactly: the image has 5000, the entry 5001',
    });
  });

  it('names the nearest of several entries, and appends a second secret', async () => {
    const secrets = {
      regcred: pullSecret({ 'registry.acme.com': janedoe, 'ghcr.io': janedoe }),
      quay: pullSecret({ 'quay.io': janedoe }),
    };
    const scene = { ...sceneOf(''), secrets, owner: 'Deployment' } as const;
    const finding = findingOf(await diagnoseImage(scene), rule);
    expect(finding.facts).toMatchObject({ mismatch: 'host', secret: 'regcred', entry: 'registry.acme.com' });
    expect(finding.why.slice(1, 3).map((why) => `${why.source} ${why.says}`)).toEqual([
      'Secret shop/regcred has 2 entries, the nearest registry.acme.com: another host: the image has registry.acme.io, the entry registry.acme.com',
      'Secret shop/quay 1 entry, none of them nearer',
    ]);
    expect(commandsOf(finding)).toEqual([
      'kubectl create secret docker-registry pull-registry-acme-io -n shop --docker-server=registry.acme.io --docker-username=janedoe --docker-password="$REGISTRY_PASSWORD" --dry-run=client -o yaml | kubectl apply -f -',
      `kubectl patch deployment web -n shop -p '{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"regcred"},{"name":"quay"},{"name":"pull-registry-acme-io"}]}}}}'`,
    ]);
  });

  it('leaves entries out that serve another image of the Pod', async () => {
    const secrets = { regcred: pullSecret({ 'registry.acme.com': janedoe, 'quay.example.org': janedoe }) };
    const beside = { proxy: 'registry.acme.com/acme/proxy:1' };
    const finding = findingOf(await diagnoseImage({ ...sceneOf(''), secrets, beside }), rule);
    expect(finding.facts).toMatchObject({ entry: 'quay.example.org' });
  });

  it('admits it where the words speak of a credential', async () => {
    const scene = { ...sceneOf('ghcr.io'), says: badLogin(defaultImage) };
    const finding = findingOf(await diagnoseImage(scene), rule);
    expect(finding.why.map((why) => why.says)).toContain(
      'no entry matched: the credential that the words speak of is of the node',
    );
  });

  it("is only noticed beside Docker Hub's official images: they are public", async () => {
    const scene = { ...sceneOf('ghcr.io', 'ngnix:1.27'), says: ambiguous('docker.io/library/ngnix:1.27') };
    expect(verdict(await diagnoseImage(scene))).toEqual([
      'image-access-ambiguous error likely',
      'pull-secret-registry-mismatch warning proven',
    ]);
  });

  it('warns of an entry that nearly matches a running image', async () => {
    const { says: _, ...running } = sceneOf('Registry.acme.io');
    expect(verdict(await diagnoseImage(running))).toEqual(['pull-secret-registry-mismatch warning proven']);
  });

  it('says nothing where an entry matches, or none was meant for a public image', async () => {
    await expectHealthy({ secrets: { regcred: pullSecret({ 'registry.acme.io': janedoe }) } }, rule);
    await expectHealthy({ secrets: { regcred: pullSecret({ 'ghcr.io': janedoe }) } }, rule);
  });

  it('proves nothing while the secret, or another of the list, may not be read', async () => {
    const scene = sceneOf('registry.acme.com');
    await expectUnproven({ ...scene, unread: { 'secrets/regcred': 'denied' } }, rule);
    await expectUnproven(
      { ...scene, list: ['regcred', 'other'], unread: { 'secrets/other': 'denied' } },
      rule,
    );
  });
});
