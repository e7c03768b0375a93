import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttemptOutcome, ProbeResult } from '../../src/model/probe.ts';
import type { Report, ReportImage } from '../../src/model/report.ts';
import { nodeAttempts } from '../../src/rules/shared/probe-results.ts';
import { root, runProgram } from '../support/run-program.ts';
import { secretValues } from '../support/secret-values.ts';
import type { Truth } from '../support/truth.ts';
import { apply, cluster, eventually, kubectl, settled } from './cluster.ts';

const truths = JSON.parse(readFileSync(join(root, 'test/fixtures/captures/truth.json'), 'utf8')) as Record<
  string,
  Truth
>;

/**
 * What the registry may answer from here where the kubelet says this; what is not here is of the
 * node, or of no registry.
 */
const agreeing: Readonly<Record<string, readonly AttemptOutcome[]>> = {
  'unauthorized-no-credentials': ['anonymous-refused', 'login-refused'],
  'unauthorized-bad-credentials': ['login-refused', 'anonymous-refused', 'no-right'],
  'forbidden-insufficient-scope': ['no-right', 'forbidden', 'login-refused'],
  'ecr-token-expired': ['login-refused'],
  'repository-or-access-denied-ambiguous': ['no-right', 'anonymous-refused', 'not-found'],
  'repository-not-found': ['not-found'],
  'tag-not-found': ['not-found'],
  'digest-not-found': ['not-found'],
  'platform-mismatch': ['found'],
  'manifest-schema-unsupported': ['found'],
  'blob-missing-or-corrupt': ['found'],
  'rate-limited': ['rate-limited'],
  'registry-5xx': ['unavailable'],
  'registry-unavailable': ['unavailable'],
  'dns-failure': ['failed'],
  'connection-refused': ['failed'],
  'connect-timeout': ['failed'],
  'tls-unknown-authority': ['failed'],
  'tls-expired-cert': ['failed'],
  'tls-hostname-mismatch': ['failed'],
  'https-client-http-server': ['failed'],
};

const deciding = (probe: ProbeResult, image: ReportImage): readonly AttemptOutcome[] => {
  const simulation = { kind: image.simulation.kind } as Parameters<typeof nodeAttempts>[1];
  const asked = nodeAttempts(probe, simulation).map(({ outcome }) => outcome);
  // nothing beyond a request without a login where that has no answer
  return asked.length === 0 || asked.every((one) => one === 'not-asked')
    ? probe.attempts.slice(0, 1).map(({ outcome }) => outcome)
    : asked;
};

describe.skipIf(cluster === null)('--probe on a real cluster', () => {
  beforeAll(async () => {
    const masked = 'cached-image-masks-bad-secret';
    await apply(...Object.keys(truths).filter((name) => name !== masked));
    await eventually(settled, 240, 'the Pods of the scenarios');
    await apply(masked);
    await eventually(settled, 60, `the Pod of ${masked}`);
  });

  afterAll(async () => {
    const namespaces = Object.keys(truths).map((name) => `s-${name}`);
    await kubectl(
      'delete',
      'namespace',
      'shared-platform',
      ...namespaces,
      '--wait=false',
      '--ignore-not-found',
    );
  });

  it.each(Object.keys(truths))(
    '%s: the registry answers from here as it answered the kubelet',
    async (name) => {
      const names = (await kubectl('get', 'pods', '-n', `s-${name}`, '-o', 'name')).trim().split('\n');
      const run = await runProgram(
        [
          'pod',
          ...names.map((pod) => pod.replace('pod/', '')),
          ...['-n', `s-${name}`, '-o', 'json', '--probe', '--probe-timeout', '3s'],
          // the stand-in for Docker Hub has another token server
          ...['--allow-token-host', 'docker.io=auth.acme.test'],
          ...['--registry-ca', process.env['REGISTRY_CA'] ?? '', '--allow-address', '127.0.0.0/8'],
        ],
        { env: { KUBECONFIG: cluster?.admin ?? '' } },
      );
      const report = JSON.parse(run.stdout) as Report;
      for (const image of report.pods.flatMap(({ images }) => images)) {
        const expected = image.status === 'ok' ? ['found' as const] : agreeing[image.error?.label ?? ''];
        if (image.probe === null || expected === undefined) continue;
        // it runs by the image that its node has, which no registry was asked for
        if (name === 'cached-image-masks-bad-secret') continue;
        const outcomes = deciding(image.probe, image);
        const agrees =
          image.status === 'ok'
            ? outcomes.includes('found')
            : outcomes.every((one) => expected.includes(one));
        expect(agrees, `${image.error?.label}: ${JSON.stringify(image.probe.attempts)}`).toBe(true);
        expect(image.findings.map(({ rule }) => rule)).not.toContain('registry-answers-differ-here');
      }
      const secrets = JSON.parse(await kubectl('get', 'secrets', '-n', `s-${name}`, '-o', 'json')) as {
        items: [];
      };
      for (const value of secretValues(secrets.items))
        expect(run.stdout.includes(value), 'a credential in the output').toBe(false);
    },
  );
});
