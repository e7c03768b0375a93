import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
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
    expect(verdict(image)).toEqual([]);
  });

  it('is silent where a web page refuses: that is a proxy or a firewall', async () => {
    const page = 'unexpected status from HEAD request: 403 Forbidden: <html><body>blocked</body></html>';
    const image = await diagnoseImage({ ...scene, says: page });
    expect(image.findings.map((one) => one.rule)).not.toContain(rule);
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({ secrets: { regcred } }, rule);
  });

  it('proves nothing while the secret may not be read', async () => {
    await expectUnproven({ ...scene, unread: { 'secrets/regcred': 'denied' } }, rule);
  });
});
