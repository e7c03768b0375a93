import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { defaultImage } from '../support/scene.ts';

const rule = 'image-pull-slow';
const pulling = (image: string, last: string) => ({
  reason: 'Pulling',
  message: `Pulling image "${image}"`,
  last,
});
const scene = { state: 'pending', events: [pulling(defaultImage, '2026-03-05T11:53:00Z')] } as const;

describe(rule, () => {
  it('tells since when the image is being pulled', async () => {
    const image = await diagnoseImage(scene);
    expect(image.status).toBe('pending');
    expect(verdict(image)).toEqual(['image-pull-slow info proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe('the pull of `registry.acme.io/shop/api:1.4` has run for 7 minutes');
    expect(finding.facts).toEqual({ since: '2026-03-05T11:53:00Z' });
    expect(finding.fixes).toEqual([]);
  });

  it('speaks from the second minute on', async () => {
    const events = [pulling(defaultImage, '2026-03-05T11:58:00Z')];
    expect(findingOf(await diagnoseImage({ ...scene, events }), rule).what).toMatch(/has run for 2 minutes$/);
  });

  it('gives a pull two minutes', async () => {
    const events = [pulling(defaultImage, '2026-03-05T11:58:30Z')];
    expect(verdict(await diagnoseImage({ ...scene, events }))).toEqual([]);
  });

  it('is not about another image', async () => {
    const events = [pulling('ghcr.io/acme/proxy:1', '2026-03-05T11:53:00Z')];
    expect(verdict(await diagnoseImage({ ...scene, events }))).toEqual([]);
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({}, rule);
  });

  it('proves nothing while the events may not be read', async () => {
    await expectUnproven({ ...scene, unread: { events: 'denied' } }, rule);
  });
});
