import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report, ReportImage } from '../../src/model/report.ts';
import { renderSarif } from '../../src/report/sarif.ts';
import { fails } from '../../src/report/view.ts';
import { hostileReport } from '../support/hostile-report.ts';
import { mismatch, reportOf, says } from '../support/report-scene.ts';
import { readSarif } from '../support/sarif.ts';
import type { Scene } from '../support/scene.ts';

const withImage = (report: Report, change: Partial<ReportImage>): Report => ({
  ...report,
  pods: report.pods.map((pod) => ({
    ...pod,
    images: pod.images.slice(0, 1).map((image) => ({ ...image, ...change })),
  })),
});

const runOf = (report: Report) => readSarif(renderSarif(report, null)).runs[0]!;
const location = { path: 'deploy/web.yaml', line: 7, column: 12, template: null };
const placeOf = (report: Report) => runOf(report).results[0]?.locations[0]?.physicalLocation;

describe('renderSarif', () => {
  it('has a result for a failing image, with a logical location, and none for a sound one', async () => {
    const { results, tool } = runOf(await reportOf(mismatch));
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      ruleId: 'pull-secret-registry-mismatch',
      ruleIndex: 0,
      level: 'error',
      locations: [{ logicalLocations: [{ fullyQualifiedName: 'shop/pod/web/app' }] }],
    });
    expect(results[0]?.locations[0]).not.toHaveProperty('physicalLocation');
    expect(results[0]?.message.text).toMatch(/^no pull secret entry matches `registry\.acme\.io`\n/);
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(['pull-secret-registry-mismatch']);
  });

  it('is a run without results where nothing fails', async () =>
    expect(runOf(await reportOf({})).results).toEqual([]));

  it('names a failure that nothing explains', async () => {
    const report = withImage(await reportOf({ says }), { findings: [], cause: null });
    expect(runOf(report).results[0]).toMatchObject({ ruleId: 'unexplained', level: 'error' });
  });

  it('has file, line and column of a manifest', async () =>
    expect(placeOf(withImage(await reportOf(mismatch), { location }))).toEqual({
      artifactLocation: { uri: 'deploy/web.yaml', uriBaseId: '%SRCROOT%' },
      region: { startLine: 7, startColumn: 12 },
    }));

  it('names the Helm template, of which no line is known', async () => {
    const helm = { ...location, path: '-', template: 'shop/templates/a b.yaml' };
    expect(placeOf(withImage(await reportOf(mismatch), { location: helm }))).toEqual({
      artifactLocation: { uri: 'shop/templates/a%20b.yaml', uriBaseId: '%SRCROOT%' },
      region: { startLine: 1 },
    });
  });

  it('names no file for standard input, and a path elsewhere from the root', async () => {
    const report = await reportOf(mismatch);
    expect(placeOf(withImage(report, { location: { ...location, path: '-' } }))).toBeUndefined();
    expect(
      placeOf(withImage(report, { location: { ...location, path: '/srv/x.yaml' } }))?.artifactLocation,
    ).toEqual({ uri: 'file:///srv/x.yaml' });
  });

  it('carries the pages of rules, links made absolute', async () => {
    const page = '# x\n[other](no-pull-secret.md) [out](https://k8s.io)';
    const rules = new Map([['pull-secret-registry-mismatch', { title: 'no entry', page }]]);
    const repository = 'https://github.com/kubectl-pullcheck/kubectl-pullcheck';
    const log = readSarif(renderSarif(await reportOf(mismatch), null, { repository, rules }));
    const [rule] = log.runs[0]!.tool.driver.rules;
    expect(rule?.helpUri).toBe(`${repository}/blob/main/docs/rules/pull-secret-registry-mismatch.md`);
    expect(rule?.help?.markdown).toContain(`](${repository}/blob/main/docs/rules/no-pull-secret.md)`);
    expect(rule?.help?.markdown).toContain('](https://k8s.io)');
  });

  it('recognises an image in the next Pod of its owner, and tells others apart', async () => {
    const fingerprints = async (scene: Scene, name: string) => {
      const report = await reportOf(scene);
      const pods = report.pods.map((pod) => ({ ...pod, name }));
      return runOf({ ...report, pods }).results.map((one) => one.partialFingerprints);
    };
    const owned: Scene = { ...mismatch, owner: 'Deployment' };
    expect(await fingerprints(owned, 'web-1')).toEqual(await fingerprints(owned, 'web-2'));
    expect(await fingerprints(mismatch, 'web-1')).not.toEqual(await fingerprints(mismatch, 'web-2'));
  });

  it('tells what could not be read', async () => {
    const denied = { says, list: ['regcred'], unread: { 'secrets/regcred': 'denied' } } as const;
    const { invocations } = runOf(await reportOf(denied));
    expect(invocations[0]?.toolExecutionNotifications.map(({ message }) => message.text)).toEqual([
      expect.stringMatching(/^could not read Secret shop\/regcred .*needs get secrets\/regcred/),
    ]);
  });

  it('is valid and makes no link, whatever the texts are', () => {
    fc.assert(
      fc.property(hostileReport(2), (report) => {
        const { results, tool } = runOf(report);
        const images = report.pods.flatMap((pod) => pod.images);
        const unblamed = images.filter(
          (image) => fails(image) && !image.findings.some(({ severity }) => severity === 'error'),
        );
        expect(results).toHaveLength(unblamed.length + images.flatMap(({ findings }) => findings).length);
        for (const { ruleId, ruleIndex, message, locations } of results) {
          expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
          expect(message.text).not.toMatch(/(?<!\\)\[[^[\]]*\]\(/);
          const uri = locations[0]?.physicalLocation?.artifactLocation.uri ?? '';
          expect(uri).toMatch(/^(?:file:\/\/\/)?(?:[\w.!~*'()%-]|\/(?!\/))*$/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
