import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { root, runProgram } from '../support/run-program.ts';
import type { Truth } from '../support/truth.ts';
import { cluster, scenarioFile, variant } from './cluster.ts';

const own = join(root, 'test/live/scenarios');
const truthOf = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, Truth>;
const scenarios = [
  ...Object.entries(truthOf(join(root, 'test/fixtures/captures/truth.json'))).map(
    (one) => [...one, scenarioFile] as const,
  ),
  ...Object.entries(truthOf(join(own, 'truth.json'))).map(
    (one) => [...one, (name: string) => join(own, `${name}.yaml`)] as const,
  ),
];

/**
 * The causes that manifests decide; the others lie in what a registry, a network or a node answers.
 */
const written = new Set([
  'image-reference-invalid',
  'pull-secret-missing',
  'pull-secret-wrong-type',
  'pull-secret-malformed',
  'pull-secret-registry-mismatch',
  'service-account-secret-shadowed',
  'credential-empty',
  'credential-whitespace',
  'credential-expired',
  'credential-mangled',
]);

/**
 * Where the manifests say something else than the failure: a secret that is wrong too, a token that
 * only ECR knows to be old.
 */
const otherwise: Readonly<Record<string, string | null>> = {
  'dns-failure-and-wrong-secret': 'pull-secret-registry-mismatch',
  'ecr-expired': null,
};

describe.skipIf(cluster === null)('manifests, before anything is applied', () => {
  it.concurrent.each(scenarios)('%s', async (name, truth, fileOf) => {
    const file = fileOf(name);
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `before-${name}` } };
    const made = variant(`before-${name}`, JSON.stringify(namespace));
    const run = await runProgram(['manifest', '-f', file, '-f', made, '-n', `before-${name}`, '-o', 'json'], {
      env: { KUBECONFIG: cluster?.admin ?? '' },
    });
    expect(run.stderr).toBe('');
    const report = JSON.parse(run.stdout) as Report;
    const errors = report.pods
      .flatMap((pod) => pod.images)
      .flatMap((image) => image.findings.filter((finding) => finding.severity === 'error').slice(0, 1));
    const cause = name in otherwise ? otherwise[name] : truth.cause;
    const expected = cause !== null && cause !== undefined && written.has(cause) ? [cause] : [];
    expect([...new Set(errors.map((finding) => finding.rule))]).toEqual(expected);
    if (truth.mismatch !== undefined && expected.length > 0)
      expect(errors[0]?.facts['mismatch']).toBe(truth.mismatch);
    expect(report.kind).toBe('PreflightReport');
    expect(run.code).toBe(expected.length > 0 ? 1 : 0);
  });
});
