import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { base64, login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { googleKeyFile, tokens } from '../support/tokens.ts';
import { ambiguous, anonymousRefused, badLogin, forbidden } from '../support/words.ts';

const rule = 'credential-lacks-access';
const regcred = pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse') });
const scene = { says: forbidden(defaultImage), secrets: { regcred } };

describe(rule, () => {
  it('tells a refused permission from a refused login', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual(['credential-lacks-access error likely']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe('the credential for `registry.acme.io` may not pull `shop/api`');
    expect(finding.facts).toEqual({ secrets: ['regcred'], status: 403 });
    expect(finding.fixes.map((fix) => fix.title)).toEqual([
      'have the owner of registry.acme.io/shop/api give janedoe the right to pull, or use a credential that has it',
    ]);
    expect(commandsOf(finding)).toEqual([null]);
    expect(finding.unchecked[0]).toContain('whether the repository exists');
  });

  it('speaks in place of the rule for repositories that are private or not there', async () => {
    const image = await diagnoseImage({ ...scene, says: ambiguous(defaultImage) });
    expect(verdict(image)).toEqual(['credential-lacks-access error likely']);
  });

  it('is silent on a refused login', async () => {
    const image = await diagnoseImage({ ...scene, says: badLogin(defaultImage) });
    expect(verdict(image)).toEqual(['credential-rejected error proven']);
  });

  it('is silent where the words prove that no login was sent', async () => {
    const image = await diagnoseImage({ ...scene, says: anonymousRefused(defaultImage) });
    expect(image.findings.map((one) => one.rule)).not.toContain(rule);
  });

  it('is silent where a web page refuses: that is a proxy or a firewall', async () => {
    const page = 'unexpected status from HEAD request: 403 Forbidden: <html><body>blocked</body></html>';
    const image = await diagnoseImage({ ...scene, says: page });
    expect(image.findings.map((one) => one.rule)).not.toContain(rule);
  });

  const refusedAt = async (repository: string, user: string, password: string) => {
    const image = `${repository}:1.4`;
    const secrets = { regcred: pullSecret({ [repository.split('/')[0] ?? '']: login(user, password) }) };
    return findingOf(await diagnoseImage({ image, says: forbidden(image), secrets }), rule);
  };

  describe('an ECR token', () => {
    const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.4';
    const at = (times: object) => {
      const host = image.split('/')[0] ?? '';
      const secrets = {
        ecr: {
          ...pullSecret({ [host]: login('AWS', base64(JSON.stringify({ payload: 'opaque' }))) }),
          ...times,
        },
      };
      return diagnoseImage({ image, says: forbidden(image), secrets });
    };

    it('is made anew first where it may be too old: that is the likelier cause and the cheaper fix', async () => {
      const found = await at({ createdAt: '2026-03-05T08:00:00Z', writtenAt: null });
      expect(verdict(found)).toEqual(['credential-lacks-access error likely']);
      const finding = findingOf(found, rule);
      expect(finding.what).toMatch(/refuses `ecr`: its ECR token has expired, or its identity may not pull/);
      expect(commandsOf(finding)[0]).toMatch(
        /^kubectl create secret docker-registry ecr .*--docker-username=AWS/,
      );
      expect(finding.fixes.map(({ alternative = false }) => alternative)).toEqual([false, true]);
    });

    it('is not called old where it was written within its hours', async () => {
      const finding = findingOf(await at({ writtenAt: '2026-03-05T11:00:00Z' }), rule);
      expect(finding.what).toMatch(/^the credential for .* may not pull/);
      expect(commandsOf(finding)).toEqual([null]);
    });
  });

  it('says what the kind of token needs', async () => {
    const { why } = await refusedAt('ghcr.io/acme/api', 'janedoe', tokens.githubClassic);
    expect(why[1]).toEqual({
      source: 'Secret shop/regcred',
      says: 'holds a password in the form of a GitHub token (classic): it needs the scope read:packages and, in an organization with single sign-on, to be authorized there',
    });
  });

  it('calls no token useless that the registry took', async () => {
    const { why } = await refusedAt('registry.acme.io/shop/api', 'janedoe', tokens.vault);
    expect(JSON.stringify(why)).not.toContain('Vault');
  });

  it('asks whether another project may read, where the service account is of one', async () => {
    const finding = await refusedAt('gcr.io/acme-prod/api', '_json_key', googleKeyFile('acme-ci-7'));
    expect(finding.why.map((one) => one.says)).toContain(
      'holds the key of a service account of project `acme-ci-7`; the image is of project `acme-prod`',
    );
    expect(finding.unchecked[1]).toBe(
      'whether project `acme-prod` lets the service account of project `acme-ci-7` read',
    );
    expect(finding.fixes[0]?.title).toContain('give the service account the right to pull');
    const own = await refusedAt('gcr.io/acme-ci-7/api', '_json_key', googleKeyFile('acme-ci-7'));
    expect(own.unchecked.join()).not.toContain('project');
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({ secrets: { regcred } }, rule);
  });

  it('proves nothing while the secret may not be read', async () => {
    await expectUnproven({ ...scene, unread: { 'secrets/regcred': 'denied' } }, rule);
  });
});
