import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { ambiguous, anonymousRefused, unauthorized } from '../support/words.ts';

const rule = 'image-access-ambiguous';
const official = { image: 'ngnix:1.27', says: ambiguous('docker.io/library/ngnix:1.27') };
const closed = {
  says: ambiguous(defaultImage),
  list: ['regcred'],
  unread: { 'secrets/regcred': 'denied' },
} as const;

describe(rule, () => {
  it('takes an official image of Docker Hub for one that is not there, since those are public', async () => {
    const image = await diagnoseImage(official);
    expect(verdict(image)).toEqual(['image-access-ambiguous error likely']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      '`docker.io/library/ngnix` is private or unknown to the registry, which does not tell the two apart',
    );
    expect(finding.facts).toEqual({ repository: 'docker.io/library/ngnix', official: true });
    expect(finding.fixes[0]?.title).toBe(
      'correct the name; for an image of your own put registry and project in front',
    );
    expect(commandsOf(finding)).toEqual([null]);
  });

  it('leaves it open where the secrets may not be read', async () => {
    const image = await diagnoseImage(closed);
    expect(verdict(image)).toEqual(['image-access-ambiguous error likely']);
    expect(findingOf(image, rule).what).toBe(
      '`registry.acme.io` refuses the pull, and what would tell whether a credential was sent was not read',
    );
    expect(commandsOf(findingOf(image, rule))).toEqual([
      'kubectl create role pull-secret-reader -n shop --verb=get --resource=secrets --resource-name=regcred',
      'kubectl create rolebinding pull-secret-reader -n shop --role=pull-secret-reader --user="$USER_NAME"',
      'kubectl pullcheck collect pod web -n shop',
      'skopeo list-tags docker://registry.acme.io/shop/api',
    ]);
    expect(findingOf(image, rule).unchecked).toContain(
      'Secret shop/regcred: get secrets is forbidden to you',
    );
  });

  it('says what is possible where the words tell that nothing was sent', async () => {
    const image = await diagnoseImage({ ...closed, says: anonymousRefused(defaultImage) });
    // the words alone name no cause
    expect(verdict(image)).toEqual(['image-access-ambiguous warning likely']);
    expect(findingOf(image, rule).why[1]?.says).toMatch(/^no credential was sent/);
    expect((await diagnoseImage({ ...closed, says: unauthorized(defaultImage) })).cause).toBe(null);
  });

  it("names the node's own identity first where the image is on its cloud", async () => {
    const image = 'acme.azurecr.io/shop/api:1.4';
    const machine = { labels: { 'kubernetes.azure.com/cluster': 'MC_shop' } };
    const diagnosis = await diagnoseImage({ ...closed, image, says: ambiguous(image), machine });
    expect(findingOf(diagnosis, rule).unchecked).toContain(
      'the identity of node worker-3 in Azure, with which its kubelet may log in by itself (credential provider plugins, config.json)',
    );
  });

  it('gives way to a rule that accuses the login', async () => {
    const says = ambiguous(defaultImage);
    const regcred = pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse') });
    for (const secrets of [{}, { regcred }, { regcred: pullSecret({ 'registry.acme.io': {} }) }]) {
      const image = await diagnoseImage({ says, secrets });
      expect(image.cause).not.toBe(null);
      expect(image.findings.map((finding) => finding.rule)).not.toContain(rule);
    }
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({ image: 'nginx:1.27' }, rule);
  });

  it('is silent while the events may not be read, and never proven', async () => {
    await expectUnproven({ ...official, unread: { events: 'denied' } }, rule);
    const image = await diagnoseImage({ ...official, unread: { events: 'denied' } });
    expect(verdict(image)).toEqual([]);
  });
});
