import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { expectHealthy, findingOf, verdict } from '../support/expectations.ts';
import { nearMisses, refusals } from '../support/refusal-scenes.ts';

describe.each(Object.entries(refusals))('%s', (_, { rule, certainty, scene, mentions }) => {
  it(`is ${rule}`, async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)[0]).toBe(`${rule} error ${certainty}`);
    const { what, why, fixes } = findingOf(image, rule);
    const own = why
      .filter(({ source }) => source !== 'kubelet')
      .map(({ source, says }) => `${source} ${says}`);
    const words = [what, ...own, ...fixes.map((fix) => JSON.stringify(fix))].join('\n');
    for (const mention of mentions) expect(words).toMatch(mention);
    expect(words).not.toMatch(/wants a login|create secret/);
  });

  it('says nothing of a Pod that runs', async () => {
    const { says: _says, ...running } = scene;
    await expectHealthy({ ...running, state: 'running' }, rule);
  });

  it('says nothing while the message may not be read', async () => {
    const image = await diagnoseImage({ ...scene, unread: { events: 'denied' } });
    expect(image.findings.map((one) => one.rule)).not.toContain(rule);
  });
});

describe.each(Object.entries(nearMisses))('%s', (_, { rule, scene }) => {
  it(`is not ${rule}`, async () => {
    const image = await diagnoseImage(scene);
    expect(image.findings.map((one) => one.rule)).not.toContain(rule);
  });
});
