import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportImage } from '../../src/model/report.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { fails, verdict } from '../../src/report/view.ts';
import { hostileReport } from '../support/hostile-report.ts';
import { readJunit } from '../support/junit.ts';
import { mismatch, reportOf, says } from '../support/report-scene.ts';
import { defaultImage, type Scene } from '../support/scene.ts';

const junitOf = async (...scenes: readonly Scene[]) => readJunit(renderJunit(await reportOf(...scenes)));

describe('renderJunit', () => {
  it('a suite for the Pod, a case for each image, a failure with verdict, proof and fix', async () => {
    const { counts, suites } = await junitOf(mismatch);
    expect(counts).toEqual({ tests: '2', failures: '1', errors: '0', skipped: '0' });
    expect(suites.map(({ name }) => name)).toEqual(['shop/web']);
    expect(suites[0]?.counts).toEqual(counts);
    const [app, proxy] = suites[0]?.cases ?? [];
    expect(app).toMatchObject({
      classname: 'shop/web',
      name: 'app',
      skipped: null,
      properties: {
        image: defaultImage,
        kind: 'container',
        status: 'failing',
        cause: 'pull-secret-registry-mismatch',
        reason: 'ImagePullBackOff',
        error: 'unauthorized-no-credentials',
      },
      failure: {
        message: 'no pull secret entry matches `registry.acme.io`',
        type: 'pull-secret-registry-mismatch',
      },
    });
    expect(app?.failure?.text).toMatch(
      /\nFix: [^\n]+\n\$ kubectl create secret docker-registry regcred -n shop [\s\S]*\nWhy: [\s\S]*\nKubelet: Failed to pull image [^\n]*$/,
    );
    expect(proxy).toMatchObject({ classname: 'shop/web', name: 'proxy', failure: null, skipped: null });
  });

  it('an image that waits is skipped', async () => {
    const { counts, suites } = await junitOf({ state: 'pending', observedAt: '2026-03-05T11:58:30Z' });
    expect(counts).toEqual({ tests: '1', failures: '0', errors: '0', skipped: '1' });
    expect(suites[0]?.cases[0]).toMatchObject({ failure: null, skipped: 'not pulled yet' });
  });

  it('no Pod is an empty document', async () => {
    expect(renderJunit(await reportOf())).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="kubectl pullcheck" tests="0" failures="0" errors="0" skipped="0"/>\n',
    );
    expect((await junitOf()).suites).toEqual([]);
  });

  it('a failing image that nothing explains fails with the words', async () => {
    const report = await reportOf({ says });
    const pods = report.pods.map((pod) => ({
      ...pod,
      images: pod.images.map((image) => ({ ...image, findings: [], cause: null })),
    }));
    const { suites } = readJunit(renderJunit({ ...report, pods }));
    expect(suites[0]?.cases[0]?.failure).toEqual({
      message: 'the pull fails, and no rule explains it',
      type: 'unexplained',
      text: `image: ${defaultImage}\nKubelet: Failed to pull image "${defaultImage}": ${says}`,
    });
    expect(suites[0]?.cases[0]?.properties).not.toHaveProperty('cause');
  });

  it('what could not be read is skipped, in a suite of its own', async () => {
    const { counts, suites } = await junitOf({
      says,
      list: ['regcred'],
      unread: { 'secrets/regcred': 'denied' },
    });
    expect(counts).toMatchObject({ tests: '2', skipped: '1' });
    expect(suites[1]).toMatchObject({
      name: 'not read',
      cases: [{ name: 'Secret shop/regcred', skipped: 'needs get secrets/regcred in namespace shop' }],
    });
  });

  it('an image volume that has the name of a container is told apart', async () => {
    const report = await reportOf(mismatch);
    const pods = report.pods.map((pod) => ({
      ...pod,
      images: pod.images.map((image) => ({ ...image, container: 'app', kind: 'volume' as const })),
    }));
    const { suites } = readJunit(renderJunit({ ...report, pods }));
    expect(suites[0]?.cases.map(({ name }) => name)).toEqual(['app (volume)', 'app (volume)']);
  });

  it('is well-formed and holds the texts, less what XML cannot hold, whatever they are', () => {
    const held = (text: string) =>
      text.toWellFormed().replaceAll(/(?![\t\n\r\x7f-\x9f])[\p{Cc}\ufffe\uffff]/gu, '');
    fc.assert(
      fc.property(hostileReport(2), (report) => {
        const { counts, suites } = readJunit(renderJunit(report));
        const images = report.pods.flatMap((pod) => pod.images);
        expect(Number(counts['tests'])).toBe(images.length + report.problems.length);
        expect(Number(counts['failures'])).toBe(images.filter(fails).length);
        const cases = suites.flatMap((suite) => suite.cases);
        expect(cases.filter((one) => one.skipped !== null)).toHaveLength(Number(counts['skipped']));
        const podOf = (image: ReportImage) => report.pods.find((pod) => pod.images.includes(image))!;
        for (const [index, image] of images.entries()) {
          expect(cases[index]?.properties['image']).toBe(held(image.image));
          expect(cases[index]?.failure?.message).toBe(
            fails(image) ? held(verdict(image, podOf(image))) : undefined,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});
