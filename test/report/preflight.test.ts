import { expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { renderers } from '../../src/report/render-report.ts';
import { toReport } from '../../src/report/to-report.ts';
import { diagnosePod } from '../support/evidence.ts';
import { readJunit } from '../support/junit.ts';
import { expectValid } from '../support/report-schema.ts';
import { defaultImage } from '../support/scene.ts';
import { unauthorized } from '../support/words.ts';
import { readCommands } from '../support/workflow-commands.ts';

/** A report on templates: nothing was pulled, and an error says that it would not be. */
async function preflight(owners: readonly (string | null)[]): Promise<Report> {
  const pod = await diagnosePod({ says: unauthorized(defaultImage) });
  const context = { version: '1.2.3', podsScanned: 2, preflight: true, connection: [] } as const;
  const report = toReport(
    owners.map(() => pod),
    { ...context, source: { kind: 'file', path: '-' } },
  );
  const pods = report.pods.map((one, index) => ({
    ...one,
    node: null,
    owner: owners[index] == null ? null : { kind: owners[index], name: 'web' },
    images: one.images.map((image) => ({ ...image, status: 'pending' as const, cause: null, error: null })),
  }));
  return { ...report, pods };
}

it('an image with an error fails, though it was never pulled', async () => {
  const report = await preflight(['Deployment', 'CronJob', null]);
  expectValid('Report', report);
  const names = ['deployment/web', 'cronjob/web', 'pod/web'];
  expect(renderers.name(report, null)).toBe(names.map((name) => `${name}\n`).join(''));
  expect(readCommands(renderers.github(report, null))).toMatchObject(
    names.map((name) => ({ command: 'error', title: `${name} in shop, app` })),
  );
  const { counts, suites } = readJunit(renderers.junit(report, null));
  expect(counts).toMatchObject({ failures: '3', skipped: '0' });
  expect(suites.map((suite) => suite.name)).toEqual(names.map((name) => `shop/${name}`));
  const markdown = renderers.markdown(report, null);
  expect(markdown).toMatch(/^# 3 of 3 images of 3 templates could not be pulled\n/);
  expect(markdown.match(/^## .*/gm)).toEqual(names.map((name) => `## ${name} in shop`));
  expect(markdown).toContain('\npreflight, service account default\n');
});
