import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PodDiagnosis } from '../../src/model/diagnosis.ts';
import type { Finding } from '../../src/model/finding.ts';
import { chalkFor } from '../../src/report/text/finding-lines.ts';
import { renderText } from '../../src/report/text/render-text.ts';
import { toReport } from '../../src/report/to-report.ts';
import { arbitraryScene } from '../support/arbitrary-scene.ts';
import { diagnosePod } from '../support/evidence.ts';
import { hiddenTexts } from '../support/hidden-texts.ts';
import { type Scene, sceneObjects } from '../support/scene.ts';

const outputs = (pod: PodDiagnosis): readonly string[] => {
  const context = { version: '0.0.0', source: { kind: 'cluster', context: null }, podsScanned: 1 } as const;
  const report = toReport([pod], { ...context, connection: [] });
  return [JSON.stringify(report), renderText(report, null, { width: 80, chalk: chalkFor(false) })];
};

/** Texts are wrapped at spaces and JSON escapes what it must: neither may hide a disclosure. */
const squeezed = (text: string) => text.replace(/\s/g, '');
const spellings = (value: string) => [squeezed(value), squeezed(JSON.stringify(value).slice(1, -1))];

/** Whether a finding rests on an object that was not read. */
function restsOnUnread(finding: Finding, unread: NonNullable<Scene['unread']>): boolean {
  const { secret, secrets } = finding.facts;
  const named = [secret, ...(Array.isArray(secrets) ? secrets : [])];
  const account = finding.rule.startsWith('service-account') && 'serviceaccounts/default' in unread;
  return account || named.some((name) => `secrets/${name}` in unread);
}

describe('any Pod', () => {
  it('is diagnosed without a fault, a guess called proof, or a disclosure', async () => {
    const seen = { findings: 0, hidden: 0 };
    await fc.assert(
      fc.asyncProperty(arbitraryScene, async (scene) => {
        const pod = await diagnosePod(scene);
        const findings = pod.images.flatMap((image) => image.findings);
        for (const finding of findings) {
          expect(finding.why.length).toBeGreaterThan(0);
          if (finding.certainty === 'likely') expect(finding.unchecked.length).toBeGreaterThan(0);
          if (finding.certainty === 'proven')
            expect(restsOnUnread(finding, scene.unread ?? {}), finding.what).toBe(false);
        }
        for (const image of pod.images) {
          const errors = image.findings.filter((finding) => finding.severity === 'error');
          expect(image.cause).toBe(errors[0]?.rule ?? null);
          if (image.status !== 'failing') expect(errors).toEqual([]);
        }
        const hidden = hiddenTexts(sceneObjects(scene)).filter((value) => squeezed(value).length >= 6);
        for (const output of outputs(pod)) {
          const plain = squeezed(output);
          const disclosed = hidden.filter((value) => spellings(value).some((one) => plain.includes(one)));
          expect(disclosed).toEqual([]);
          expect(output).not.toMatch(/undefined|NaN|\[object |Pw0rd/);
        }
        seen.findings += findings.length;
        seen.hidden += hidden.length;
      }),
      { numRuns: 300 },
    );
    expect(seen.findings).toBeGreaterThan(100);
    expect(seen.hidden).toBeGreaterThan(1000);
  });
});
