import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renderName } from '../../src/report/name.ts';
import { toReport } from '../../src/report/to-report.ts';
import { fails } from '../../src/report/view.ts';
import { visibleData } from '../../src/text/visible.ts';
import { diagnosePod } from '../support/evidence.ts';
import { hostileReport } from '../support/hostile-report.ts';
import { defaultImage } from '../support/scene.ts';
import { unauthorized } from '../support/words.ts';

const context = {
  version: '1.2.3',
  source: { kind: 'file', path: '-' },
  podsScanned: 2,
  connection: [],
} as const;

it('names failing Pods alone, as kubectl does', async () => {
  const sound = await diagnosePod({});
  const failing = await diagnosePod({ says: unauthorized(defaultImage), owner: 'Deployment' });
  expect(renderName(toReport([sound, failing], context))).toBe('pod/web-x7k2p\n');
  expect(renderName(toReport([sound], context))).toBe('');
  expect(renderName(toReport([], context))).toBe('');
});

it('is a line for each, whatever the names are', () => {
  fc.assert(
    fc.property(hostileReport(3).map(visibleData), (report) => {
      const lines = renderName(report).split('\n');
      expect(lines.pop()).toBe('');
      expect(lines).toHaveLength(report.pods.filter((pod) => pod.images.some(fails)).length);
      for (const line of lines) expect(line).toMatch(/^[^\p{Cc}]+\/[^\p{Cc}]+$/u);
    }),
    { numRuns: 100 },
  );
});
