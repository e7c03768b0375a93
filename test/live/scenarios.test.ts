import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { root, runProgram } from '../support/run-program.ts';
import { secretValues } from '../support/secret-values.ts';
import { expectTruth, type Truth } from '../support/truth.ts';
import { adjustable, apply, cluster, eventually, kubectl, settled } from './cluster.ts';

const own = join(root, 'test/live/scenarios');
const truthOf = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, Truth>;
/** The scenarios of the cluster, which the recordings come from, and our own. */
const given = truthOf(join(root, 'test/fixtures/captures/truth.json'));
const added = truthOf(join(own, 'truth.json'));
const truths = { ...given, ...added };

/** All Pods of a scenario, by name. */
async function podsOf(name: string): Promise<readonly string[]> {
  const names = await kubectl('get', 'pods', '-n', `s-${name}`, '-o', 'name');
  return names.trim().split('\n');
}

/** What the program itself says: not the kubelet's message, and not the names of the scenarios. */
const saidBy = ({ pods, problems }: Report): readonly string[] =>
  [
    ...problems.flatMap((problem) => [problem.what, problem.need]),
    ...pods
      .flatMap((pod) => pod.images.flatMap((image) => image.findings))
      .filter((finding) => finding.rule !== 'image-not-found')
      .flatMap(({ what, why, unchecked }) => [
        what,
        ...why.filter((one) => one.source !== 'kubelet').map((one) => one.says),
        ...unchecked.filter((one) => !one.startsWith('whether the repository exists')),
      ]),
  ].map((words) => words.replaceAll(/\bs-[\w-]+/g, ''));

const diagnose = async (name: string, kubeconfig: string) =>
  runProgram(
    ['pod', ...(await podsOf(name)).map((pod) => pod.replace('pod/', '')), '-n', `s-${name}`, '-o', 'json'],
    {
      env: { KUBECONFIG: kubeconfig },
    },
  );

// today's node has truths of its own: scenarios-1.37.test.ts
describe.skipIf(cluster === null || adjustable)('scenarios on a real cluster', () => {
  beforeAll(async () => {
    // one whose image has to be on the node before
    const masked = 'cached-image-masks-bad-secret';
    await apply(
      ...Object.keys(given).filter((name) => name !== masked),
      ...Object.keys(added).map((name) => join(own, `${name}.yaml`)),
    );
    await eventually(settled, 240, 'the Pods of the scenarios');
    await apply(masked);
    await eventually(settled, 60, `the Pod of ${masked}`);
  });

  afterAll(async () => {
    await kubectl(
      'delete',
      'namespace',
      'shared-platform',
      ...Object.keys(truths).map((name) => `s-${name}`),
      '--wait=false',
      '--ignore-not-found',
    );
  });

  it.each(Object.entries(truths))('%s: the same cause through the API server', async (name, truth) => {
    const run = await diagnose(name, cluster?.admin ?? '');
    expect(run.stderr).toBe('');
    expectTruth(JSON.parse(run.stdout) as Report, truth, run.stdout);
    expect(run.code).toBe(truth.cause === null ? 0 : 1);
    const secrets = JSON.parse(await kubectl('get', 'secrets,pods', '-n', `s-${name}`, '-o', 'json')) as {
      items: [];
    };
    for (const value of secretValues(secrets.items))
      expect(run.stdout.includes(value), 'a credential in the output').toBe(false);
  });

  it.each(Object.entries(truths))(
    '%s: a viewer without secrets is told what is not read',
    async (name, truth) => {
      const run = await diagnose(name, cluster?.viewer ?? '');
      const report = JSON.parse(run.stdout) as Report;
      expect(run.code).toBe(truth.cause === null ? 0 : 1);
      for (const words of saidBy(report))
        expect(words).not.toMatch(/missing|not exist|is not there|not found/);
      const listsSecrets =
        (await kubectl(
          'get',
          'pods',
          '-n',
          `s-${name}`,
          '-o',
          'jsonpath={.items[0].spec.imagePullSecrets}',
        )) !== '';
      for (const image of report.pods
        .flatMap((pod) => pod.images)
        .filter((one) => one.status === 'failing')) {
        const login = /unauthorized|forbidden|ambiguous|malformed/.test(image.error?.label ?? '');
        const [first] = image.findings;
        const account =
          (await kubectl(
            'get',
            'serviceaccount',
            'default',
            '-n',
            `s-${name}`,
            '-o',
            'jsonpath={.imagePullSecrets}',
          )) !== '';
        if (!login || !(listsSecrets || account)) {
          expect([truth.cause, ...(truth.also ?? [])]).toContain(image.cause);
        } else {
          expect(report.problems.map((problem) => problem.need).join()).toContain('get secrets/');
          expect(first?.certainty === 'proven' && first.severity === 'error').toBe(false);
        }
      }
    },
  );

  it('a getter, who may not list secrets, is told that other namespaces were not looked at', async () => {
    const run = await diagnose('secret-in-other-namespace', cluster?.getter ?? '');
    const [finding] = (JSON.parse(run.stdout) as Report).pods[0]?.images[0]?.findings ?? [];
    expect(finding?.rule).toBe('pull-secret-missing');
    expect(finding?.unchecked).toContain('other namespaces: list secrets is forbidden to you');
  });

  it("README's command for a file proves what the cluster proves", async () => {
    const input = await kubectl('get', 'pod,event,secret,serviceaccount', '-A', '-o', 'yaml');
    const args = ['pod', 'web', '-n', 's-secret-in-other-namespace', '--from', '-', '-o', 'json'];
    const { stdout } = await runProgram(args, { input });
    const [finding] = (JSON.parse(stdout) as Report).pods[0]?.images[0]?.findings ?? [];
    expect(finding).toMatchObject({ rule: 'pull-secret-missing', certainty: 'proven', severity: 'error' });
    expect(finding?.fixes[0]?.title).toContain('shared-platform');
  });

  it('every Pod with a pull problem of all namespaces', async () => {
    const run = await runProgram(['pod', '-A', '-o', 'json'], { env: { KUBECONFIG: cluster?.admin ?? '' } });
    const { pods } = JSON.parse(run.stdout) as Report;
    const failing = Object.entries(truths).filter(([, truth]) => truth.cause !== null);
    const seen = new Set(pods.map((pod) => pod.namespace));
    for (const [name, truth] of Object.entries(truths))
      expect([name, seen.has(`s-${name}`)]).toEqual([name, truth.cause !== null]);
    expect(pods.length).toBeGreaterThanOrEqual(failing.length);
  });

  it('a Deployment: one verdict for its three Pods', async () => {
    const run = await runProgram(['deploy/web', '-n', 's-deployment'], {
      env: { KUBECONFIG: cluster?.admin ?? '' },
    });
    expect(run.stdout.match(/^ {2}credential-rejected$/gm)).toHaveLength(1);
    expect(run.stdout).toMatch(/the same for pod\/web-\S+, pod\/web-/);
    expect(run.code).toBe(1);
  });

  it.each(['hub-key-no-trailing-slash', 'bad-auth-base64', 'sa-patched-after-pod', 'newline-in-password'])(
    '%s: collected, it is diagnosed the same offline, and holds no credential',
    async (name) => {
      const env = { KUBECONFIG: cluster?.admin ?? '' };
      const collected = await runProgram(['collect', 'pod', 'web', '-n', `s-${name}`], { env });
      expect(collected.code).toBe(0);
      const secrets = JSON.parse(await kubectl('get', 'secrets,pods', '-n', `s-${name}`, '-o', 'json')) as {
        items: [];
      };
      for (const value of secretValues(secrets.items))
        expect(collected.stdout.includes(value), 'a credential in the file').toBe(false);
      const offline = await runProgram(['pod', 'web', '--from', '-', '-o', 'json'], {
        input: collected.stdout,
      });
      expectTruth(JSON.parse(offline.stdout) as Report, truths[name] as Truth, offline.stdout);
    },
  );

  it('secret, image and a workload by its short name', async () => {
    const env = { KUBECONFIG: cluster?.admin ?? '' };
    const secret = await runProgram(['secret', '-n', 's-newline-in-password'], { env });
    expect(secret.stdout).toContain('  credential-whitespace\n');
    expect(secret.code).toBe(1);
    const image = await runProgram(
      ['image', 'registry.acme.test/team/app:v1', '-n', 's-path-scope-ok', '--secret', 'regcred'],
      { env },
    );
    expect(image.stdout).toContain('would send  Secret regcred, entry registry.acme.test/team, user alice');
    expect(image.code).toBe(0);
  });
});
