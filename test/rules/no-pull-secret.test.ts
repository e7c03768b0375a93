import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import {
  ambiguous,
  anonymousRefused,
  badLogin,
  basicChallenge,
  notFound,
  unauthorized,
} from '../support/words.ts';

const rule = 'no-pull-secret';
const sound = login('janedoe', 'c0rrect-horse');
const scene = { says: basicChallenge(defaultImage) };
const create =
  'kubectl create secret docker-registry pull-registry-acme-io -n shop --docker-server=registry.acme.io --docker-username="$REGISTRY_USERNAME" --docker-password="$REGISTRY_PASSWORD" --dry-run=client -o yaml | kubectl apply -f -';

describe(rule, () => {
  it('names the registry that a bare Pod brings no login for', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual(['no-pull-secret error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe('no pull secret for `registry.acme.io`, which wants a login');
    expect(finding.facts).toEqual({ registry: 'registry.acme.io' });
    expect(finding.why.slice(0, 2)).toEqual([
      { source: 'Pod shop/web', says: 'lists no imagePullSecrets' },
      { source: 'ServiceAccount shop/default', says: 'lists no imagePullSecrets either' },
    ]);
    expect(commandsOf(finding)).toEqual([
      create,
      `kubectl get pod web -n shop -o json | kubectl patch --local -f - -p '{"spec":{"imagePullSecrets":[{"name":"pull-registry-acme-io"}]}}' -o json | kubectl replace --force -f -`,
    ]);
  });

  it.each([
    [
      'Deployment',
      `kubectl patch deployment web -n shop -p '{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"pull-registry-acme-io"}]}}}}'`,
      'Deployment web replaces its Pods',
    ],
    [
      'CronJob',
      `kubectl patch cronjob web -n shop -p '{"spec":{"jobTemplate":{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"pull-registry-acme-io"}]}}}}}}'`,
      'the next Job has it; one that waits keeps its list',
    ],
    [
      'Job',
      `kubectl get job web -n shop -o json | kubectl patch --local -f - -p '{"spec":{"selector":null,"template":{"metadata":{"labels":{"controller-uid":null,"job-name":null,"batch.kubernetes.io/controller-uid":null,"batch.kubernetes.io/job-name":null}},"spec":{"imagePullSecrets":[{"name":"pull-registry-acme-io"}]}}}}' -o json | kubectl replace --force -f -`,
      'Job web starts again from the beginning',
    ],
  ] as const)('adds to the template of a %s', async (owner, command, after) => {
    const finding = findingOf(await diagnoseImage({ ...scene, owner }), rule);
    expect(commandsOf(finding)).toEqual([create, command]);
    expect(finding.fixes[1]?.after).toBe(after);
  });

  it("leaves Docker Hub's official images alone: they are public", async () => {
    const image = 'ngnix:1.27';
    const diagnosis = await diagnoseImage({ image, says: ambiguous('docker.io/library/ngnix:1.27') });
    expect(verdict(diagnosis)).toEqual(['image-access-ambiguous error likely']);
  });

  it("asks for Docker Hub's historical location", async () => {
    const image = 'acme/api:1.4';
    const says = ambiguous('docker.io/acme/api:1.4');
    const finding = findingOf(await diagnoseImage({ image, says }), rule);
    expect(finding.unchecked).toContain(
      'whether the repository exists: the registry answers alike for one that does not',
    );
    expect(commandsOf(finding)).toEqual([
      'skopeo list-tags docker://docker.io/acme/api',
      expect.stringContaining('--docker-server=https://index.docker.io/v1/'),
      expect.stringContaining('kubectl replace --force -f -'),
    ]);
  });

  it('sees through secrets that serve only other images of the Pod', async () => {
    const secrets = { ghcr: pullSecret({ 'ghcr.io': sound }) };
    const image = await diagnoseImage({ ...scene, secrets, beside: { proxy: 'ghcr.io/acme/proxy:1' } });
    expect(verdict(image)).toEqual(['no-pull-secret error proven']);
    expect(findingOf(image, rule).why[0]?.says).toBe(
      'lists `ghcr`, whose entries serve other images of the Pod, none of them registry.acme.io/shop/api:1.4',
    );
  });

  it('takes a free name for the new secret', async () => {
    const secrets = { 'pull-registry-acme-io': pullSecret({ 'ghcr.io': sound }) };
    const beside = { proxy: 'ghcr.io/acme/proxy:1' };
    const finding = findingOf(await diagnoseImage({ ...scene, secrets, beside }), rule);
    expect(commandsOf(finding)[0]).toContain('docker-registry pull-registry-acme-io-2 ');
  });

  it('accuses nothing where no event holds the words any more', async () => {
    expect(verdict(await diagnoseImage({ says: null }))).not.toContainEqual(expect.stringContaining(rule));
  });

  it.each([
    ['ghcr.io/acme/api:1.4', anonymousRefused],
    ['quay.io/acme/api:1.4', unauthorized],
    ['registry.gitlab.com/acme/api:1.4', anonymousRefused],
    ['harbor.acme.example/acme/api:1.4', ambiguous],
  ] as const)('says of %s that it is private or not there', async (image, words) => {
    const diagnosis = await diagnoseImage({ image, says: words(image), owner: 'Deployment' });
    expect(verdict(diagnosis)).toEqual(['no-pull-secret error likely']);
    const finding = findingOf(diagnosis, rule);
    expect(finding.what).toContain('the repository is private or not there');
    expect(JSON.stringify(finding)).not.toContain('wants a login');
    expect(finding.fixes[0]?.title).toContain('compare the image name');
  });

  it('names the image that a neighbour runs under almost the same name, and the revision before', async () => {
    const image = 'quay.io/acme/apo:1.4';
    const neighbours = {
      'web-5-abc': { image: 'quay.io/acme/api:1.3', controller: { kind: 'ReplicaSet', name: 'web-5' } },
      agent: { image: 'quay.io/acme/agent:1' },
    };
    const diagnosis = await diagnoseImage({
      image,
      says: unauthorized(image),
      owner: 'Deployment',
      neighbours,
    });
    const finding = findingOf(diagnosis, rule);
    expect(commandsOf(finding).slice(0, 2)).toEqual([
      'kubectl set image deployment/web app=quay.io/acme/api:1.3 -n shop',
      'kubectl rollout undo deployment/web -n shop',
    ]);
    expect(finding.why.map(({ says }) => says)).toContainEqual(
      expect.stringContaining('without a pull secret'),
    );
  });

  it('leaves the name alone where a neighbour runs the repository', async () => {
    const image = 'quay.io/acme/api:1.4';
    const neighbours = { other: { image: 'quay.io/acme/api:1.3', list: ['regcred'], policy: 'Always' } };
    const finding = findingOf(await diagnoseImage({ image, says: unauthorized(image), neighbours }), rule);
    expect(finding.certainty).toBe('proven');
    expect(finding.what).toBe('no pull secret for `quay.io`, which wants a login');
  });

  it('leaves a refused login to other rules: the node sent it, or may have', async () => {
    expect(verdict(await diagnoseImage({ says: badLogin(defaultImage) }))[0]).toBe(
      'credential-rejected error likely',
    );
    const bare = `failed to pull and unpack image "${defaultImage}": failed to resolve image: unexpected status from HEAD request to https://registry.acme.io/v2/shop/api/manifests/1.4: 401 Unauthorized`;
    const image = await diagnoseImage({ says: bare });
    expect(verdict(image)).toEqual(['image-access-ambiguous error likely']);
    expect(image.findings[0]?.unchecked[0]).toMatch(/config\.json, credential provider plugins/);
  });

  it('lists the secret of a neighbour that is there already before it makes one', async () => {
    const secrets = { regcred: pullSecret({ 'registry.acme.io': sound }) };
    const neighbours = { other: { list: ['regcred'] } };
    const image = await diagnoseImage({ ...scene, secrets, list: [], neighbours, owner: 'Deployment' });
    const finding = findingOf(image, rule);
    expect(finding.certainty).toBe('proven');
    expect(finding.why.map((why) => why.source)).toContain('Pod shop/other');
    expect(commandsOf(finding)[0]).toContain('{"imagePullSecrets":[{"name":"regcred"}]}');
    expect(finding.fixes[1]?.alternative).toBe(true);
  });

  it('stays proven on a cloud that is not that of the image', async () => {
    const image = 'acme.azurecr.io/shop/api:1.4';
    const machine = { providerID: 'aws:///eu-central-1a/i-0abc' };
    const diagnosis = await diagnoseImage({ image, says: basicChallenge(image), machine });
    expect(verdict(diagnosis)).toEqual(['no-pull-secret error proven']);
  });

  it('is silent where the pull fails for another reason', async () => {
    const image = await diagnoseImage({ says: notFound(defaultImage) });
    expect(verdict(image)).toEqual(['image-not-found error proven']);
  });

  it('says nothing of a public image that runs without any secret', async () => {
    await expectHealthy({}, rule);
  });

  it('proves nothing while the ServiceAccount may not be read', async () => {
    const closed = { ...scene, unread: { 'serviceaccounts/default': 'denied' } } as const;
    await expectUnproven(closed, rule);
    const finding = findingOf(await diagnoseImage(closed), rule);
    expect(finding.unchecked).toContain('ServiceAccount shop/default, which could not be read');
  });

  it('proves nothing while a secret of the ServiceAccount may not be read', async () => {
    const account = { list: ['sa-cred'] };
    const closed = { ...scene, account, unread: { 'secrets/sa-cred': 'denied' } } as const;
    await expectUnproven(closed, rule);
    const secrets = { ghcr: pullSecret({ 'ghcr.io': sound }) };
    const beside = { proxy: 'ghcr.io/acme/proxy:1' };
    const finding = findingOf(await diagnoseImage({ ...closed, secrets, beside }), rule);
    expect(finding.certainty).toBe('likely');
    expect(finding.why[1]?.says).toBe('lists `sa-cred`, which could not all be read');
  });

  it("is silent while a secret of the Pod's own list may not be read", async () => {
    const closed = { ...scene, list: ['regcred'], unread: { 'secrets/regcred': 'denied' } } as const;
    await expectUnproven(closed, rule);
    expect(verdict(await diagnoseImage(closed))).toEqual([expect.stringMatching(/^image-access-ambiguous/)]);
  });
});
