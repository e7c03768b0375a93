import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { googleKeyFile, jwtUntil, tokens } from '../support/tokens.ts';
import { anonymousRefused, badLogin, unauthorized } from '../support/words.ts';

const rule = 'credential-rejected';
const sound = login('janedoe', 'c0rrect-horse');
const regcred = pullSecret({ 'registry.acme.io': sound });
const scene = { says: unauthorized(defaultImage), secrets: { regcred } };

describe(rule, () => {
  it('accuses the credential that matches and was refused', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual(['credential-rejected error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe('`registry.acme.io` refuses the credential in pull secret `regcred`');
    expect(finding.facts).toEqual({ secrets: ['regcred'], attempts: 1 });
    expect(finding.why[0]).toEqual({
      source: 'Secret shop/regcred',
      says: 'has the entry registry.acme.io: user `janedoe`, password of 13 characters',
    });
    expect(commandsOf(finding)).toEqual([
      'kubectl create secret docker-registry regcred -n shop --docker-server=registry.acme.io --docker-username=janedoe --docker-password="$REGISTRY_PASSWORD" --dry-run=client -o yaml | kubectl apply -f -',
    ]);
  });

  it('leaves a secret of several entries as it is, and appends a second one', async () => {
    const several = pullSecret({ 'registry.acme.io': sound, 'ghcr.io': sound });
    const owned = { ...scene, secrets: { regcred: several }, owner: 'Deployment' as const };
    expect(commandsOf(findingOf(await diagnoseImage(owned), rule))).toEqual([
      'kubectl create secret docker-registry pull-registry-acme-io -n shop --docker-server=registry.acme.io --docker-username=janedoe --docker-password="$REGISTRY_PASSWORD" --dry-run=client -o yaml | kubectl apply -f -',
      `kubectl patch deployment web -n shop -p '{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"regcred"},{"name":"pull-registry-acme-io"}]}}}}'`,
    ]);
  });

  it('is silent where the words prove that nothing was sent', async () => {
    const image = await diagnoseImage({ ...scene, says: anonymousRefused(defaultImage) });
    expect(image.findings.map((one) => one.rule)).not.toContain(rule);
    expect(image.cause).toBe(null);
  });

  it('accuses nothing where no event holds the words any more', async () => {
    expect(verdict(await diagnoseImage({ ...scene, says: null }))).not.toContainEqual(
      expect.stringContaining('error'),
    );
  });

  it('says nothing of a Secret that was written after the last attempt', async () => {
    const regcred = pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse') });
    const secrets = { regcred: { ...regcred, writtenAt: '2026-03-05T11:59:30Z' } };
    const image = await diagnoseImage({ ...scene, secrets });
    expect(image.cause).toBe('evidence-newer-than-failure');
    expect(JSON.stringify(image.findings)).not.toContain('refuses the credential');
  });

  it('is only likely of a registry that answers 401 for what a good login may not see', async () => {
    const image = 'quay.io/acme/api:1.4';
    const secrets = { regcred: pullSecret({ 'quay.io': login('janedoe', 'c0rrect-horse') }) };
    const diagnosis = await diagnoseImage({ image, says: unauthorized(image), secrets });
    expect(verdict(diagnosis)).toEqual(['credential-rejected error likely']);
  });

  it('only suspects it while another secret of the list may not be read', async () => {
    const unread = { 'secrets/other': 'denied' } as const;
    const finding = findingOf(await diagnoseImage({ ...scene, list: ['regcred', 'other'], unread }), rule);
    expect(finding.certainty).toBe('likely');
    expect(finding.unchecked).toEqual([
      'credentials of node worker-3 itself (its config.json, credential provider plugins)',
      'Secret shop/other: get secrets is forbidden to you',
    ]);
  });

  it('takes the registry at its word where the secret is closed to the reader', async () => {
    const unread = { 'secrets/regcred': 'denied' } as const;
    const image = await diagnoseImage({ ...scene, says: badLogin(defaultImage), unread });
    expect(verdict(image)).toEqual(['credential-rejected error likely']);
    expect(findingOf(image, rule).what).toBe(
      '`registry.acme.io` refuses the credential that the kubelet sends',
    );
  });

  /** What the finding says of the credential's kind, after its entry and before the simulation. */
  const tokenLines = async (repository: string, entry: ReturnType<typeof login>) => {
    const image = `${repository}:1.4`;
    const host = repository.split('/')[0] ?? '';
    const secrets = { regcred: pullSecret({ [host]: entry }) };
    const finding = findingOf(await diagnoseImage({ image, says: unauthorized(image), secrets }), rule);
    const simulated = finding.why.findIndex((one) => one.source === 'simulated');
    expect(finding.why.slice(0, simulated).map((one) => one.source)).toEqual(
      Array(simulated).fill('Secret shop/regcred'),
    );
    return finding.why.slice(1, simulated).map((one) => one.says);
  };

  it.each([
    [
      'ghcr.io/acme/api',
      tokens.githubClassic,
      'holds a password in the form of a GitHub token (classic): it needs the scope read:packages and, in an organization with single sign-on, to be authorized there',
    ],
    [
      'ghcr.io/acme/api',
      tokens.githubFineGrained,
      "holds a password in the form of a fine-grained GitHub token: GitHub's documentation names classic tokens alone for packages",
    ],
    [
      'registry.gitlab.com/acme/api',
      tokens.githubClassic,
      'holds a password in the form of a GitHub token (classic); the entry is for registry.gitlab.com',
    ],
    [
      'ghcr.io/acme/api',
      tokens.gitlab,
      'holds a password in the form of a GitLab access token; the entry is for ghcr.io',
    ],
    [
      'registry.acme.io/shop/api',
      tokens.gitlab,
      'holds a password in the form of a GitLab access token, which is for GitLab: it needs the scope read_registry',
    ],
    [
      'registry.gitlab.acme.io:5050/shop/api',
      tokens.gitlab,
      'holds a password in the form of a GitLab access token: it needs the scope read_registry',
    ],
    [
      'docker.io/acme/api',
      tokens.dockerHub,
      'holds a password in the form of a Docker Hub access token: it goes with the name of the one user who made it',
    ],
    [
      'registry.acme.io/shop/api',
      tokens.vault,
      'holds a password in the form of a Vault token: no registry takes one, it serves to read the credential from Vault',
    ],
  ])('says what the token for %s is', async (repository, password, says) => {
    expect(await tokenLines(repository, login('janedoe', password))).toEqual([says]);
  });

  it('says of a JWT that its end is still to come, and of a token that it stands in the user name', async () => {
    expect(
      await tokenLines('registry.acme.io/shop/api', login('ci', jwtUntil('2026-03-07T10:00:00Z'))),
    ).toEqual(['holds a token whose own end, 2026-03-07T10:00:00Z, is still to come']);
    expect(await tokenLines('ghcr.io/acme/api', login(tokens.githubClassic, 'x-oauth'))).toEqual([
      'has a user name in the form of a GitHub token (classic)',
    ]);
  });

  it('sets the project of a service account beside the project of the image, and accuses neither', async () => {
    const image = 'europe-docker.pkg.dev/acme-prod/shop/api:1.4';
    const keyOf = (project: string) =>
      pullSecret({ 'europe-docker.pkg.dev': login('_json_key', googleKeyFile(project)) });
    const other = { image, says: unauthorized(image), secrets: { regcred: keyOf('acme-ci-7') } };
    const finding = findingOf(await diagnoseImage(other), rule);
    expect(finding.certainty).toBe('proven');
    expect(finding.what).not.toContain('project');
    expect(finding.why.map((one) => one.says)).toContain(
      'holds the key of a service account of project `acme-ci-7`; the image is of project `acme-prod`',
    );
    expect(finding.unchecked).toContain(
      'whether project `acme-prod` lets the service account of project `acme-ci-7` read',
    );
    expect(JSON.stringify(finding)).not.toMatch(/puller|0123456789abcdef|PRIVATE/);

    const same = await diagnoseImage({ ...other, secrets: { regcred: keyOf('acme-prod') } });
    expect(JSON.stringify(findingOf(same, rule))).not.toContain('project');
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({ secrets: { regcred } }, rule);
  });

  it('proves nothing while the secret may not be read', async () => {
    await expectUnproven({ ...scene, unread: { 'secrets/regcred': 'denied' } }, rule);
  });
});
