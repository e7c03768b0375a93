import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { SecretReport } from '../../src/model/secret-report.ts';
import { renderPrometheus, renderSecretPrometheus } from '../../src/report/prometheus.ts';
import { fails } from '../../src/report/view.ts';
import { readExposition } from '../support/exposition.ts';
import { hostileReport } from '../support/hostile-report.ts';
import { login, pullSecret } from '../support/objects.ts';
import { mismatch, reportOf, says } from '../support/report-scene.ts';
import { jwtUntil } from '../support/tokens.ts';

const familiesOf = (report: Report) => readExposition(renderPrometheus(report));

describe('renderPrometheus', () => {
  it('counts failing images by namespace and rule, and says what was scanned and when', async () => {
    const families = familiesOf(await reportOf(mismatch, mismatch));
    const labels = { namespace: 'shop', rule: 'pull-secret-registry-mismatch' };
    expect(families.get('pullcheck_images_failing')).toEqual([{ value: '2', labels }]);
    expect(families.get('pullcheck_pods_failing')).toEqual([{ value: '2', labels }]);
    expect(families.get('pullcheck_pods_scanned')).toEqual([{ value: '7' }]);
    expect(families.get('pullcheck_scan_timestamp_seconds')).toEqual([
      { value: String(Date.parse('2026-03-05T12:00:00Z') / 1000) },
    ]);
    expect(families.get('pullcheck_unreadable_reads')).toEqual([{ value: '0' }]);
  });

  it('has no failing image where nothing fails, and no time where none is known', async () => {
    const families = familiesOf(await reportOf());
    expect(families.has('pullcheck_images_failing')).toBe(false);
    expect(families.has('pullcheck_scan_timestamp_seconds')).toBe(false);
  });

  it('tells when a credential expires', async () => {
    const soon = pullSecret({ 'registry.acme.io': login('ci', jwtUntil('2026-03-05T20:00:00Z')) });
    const families = familiesOf(await reportOf({ secrets: { regcred: soon } }));
    expect(families.get('pullcheck_credential_expiry_timestamp_seconds')).toEqual([
      {
        value: String(Date.parse('2026-03-05T20:00:00Z') / 1000),
        labels: { namespace: 'shop', secret: 'regcred' },
      },
    ]);
    expect(families.get('pullcheck_pods_not_pulling_again')).toEqual([
      { value: '1', labels: { namespace: 'shop', rule: 'credential-expires-soon' } },
    ]);
  });

  it('counts what could not be read', async () => {
    const report = await reportOf({ says, list: ['regcred'], unread: { 'secrets/regcred': 'denied' } });
    expect(familiesOf(report).get('pullcheck_unreadable_reads')).toEqual([{ value: '1' }]);
  });

  it('has 500 series of a metric at most, and loses no image', async () => {
    const [pod] = (await reportOf(mismatch)).pods;
    const pods = Array.from({ length: 2000 }, (_, index) => ({ ...pod!, namespace: `n${index % 1500}` }));
    const series = familiesOf({ ...(await reportOf()), pods }).get('pullcheck_images_failing') ?? [];
    expect(series).toHaveLength(501);
    expect(series.reduce((sum, { value }) => sum + Number(value), 0)).toBe(2000);
    expect(series.at(-1)?.labels).toEqual({ namespace: '_others', rule: 'pull-secret-registry-mismatch' });
  });

  it('reads back as written, whatever the texts are, and names no Pod', () => {
    fc.assert(
      fc.property(hostileReport(3), (report) => {
        const families = familiesOf(report);
        const images = families.get('pullcheck_images_failing') ?? [];
        expect(images.reduce((sum, { value }) => sum + Number(value), 0)).toBe(
          report.pods.flatMap((pod) => pod.images).filter(fails).length,
        );
        const namespaces = new Set(report.pods.map(({ namespace }) => namespace.toWellFormed()));
        for (const { labels = {} } of images) {
          expect(Object.keys(labels).filter((name) => name !== 'context')).toEqual(['namespace', 'rule']);
          expect(namespaces).toContain(labels['namespace']);
        }
      }),
      { numRuns: 300 },
    );
  });
});

it('a report on pull secrets tells every credential that says when it ends', () => {
  const credential = { kind: null, usernameLength: 1, passwordLength: 1, edges: [], notBefore: null };
  const entry = (expiresAt: string | null) => ({
    ...{ location: 'r', key: 'r', username: null, serves: [] },
    credential: { ...credential, expiresAt },
  });
  const report: SecretReport = {
    ...{ apiVersion: 'pullcheck/v1', kind: 'SecretReport', version: '1', problems: [] },
    source: { kind: 'cluster', context: null },
    observedAt: '2026-03-05T12:00:00Z',
    summary: { secrets: 1, entries: 2, wrong: 0, rules: [] },
    secrets: [
      {
        ...{ namespace: 'shop', name: 'regcred', state: 'usable', type: null, createdAt: null },
        ...{ changedAt: null, ageSeconds: null, unserved: [], findings: [], probes: [] },
        entries: [entry('2026-03-07T00:00:00Z'), entry(null), entry('2026-03-06T00:00:00Z')],
        usedBy: { serviceAccounts: [], owners: [] },
      },
    ],
  };
  const families = readExposition(renderSecretPrometheus(report));
  expect(families.get('pullcheck_secret_credential_expiry_timestamp_seconds')).toEqual([
    { value: '1772755200', labels: { namespace: 'shop', secret: 'regcred' } },
  ]);
});
