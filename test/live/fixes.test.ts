import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { root, runProgram } from '../support/run-program.ts';
import {
  adjustable,
  apply,
  cluster,
  eventually,
  kubectl,
  runFix,
  scenarioFile,
  settled,
  variant,
} from './cluster.ts';

/** Scenarios whose suggested fix is run as printed; each stands for one kind of fix. */
const kinds = {
  'hub-key-no-trailing-slash': 'an entry written anew in place',
  'basic-wrong-password': 'a password written anew in place',
  'basic-no-secret': 'a secret created, and appended to a bare Pod',
  'opaque-secret': 'a second secret beside one of the wrong type',
  'sa-patched-after-pod': 'a bare Pod created anew',
  'secret-in-other-namespace': 'a secret copied from another namespace',
  'wrong-host-in-secret': 'an entry for the registry that the image names',
  'bad-auth-base64': 'a secret that cannot be decoded written anew',
  'credsstore-empty-auth': 'a login where the entry had none',
  'secret-missing-everywhere': 'a secret created under the name that the Pod lists',
  deployment: 'a secret of a Deployment written anew',
} as const;

const scenarios = Object.keys(kinds) as (keyof typeof kinds)[];
const variables = { REGISTRY_USERNAME: 'alice', REGISTRY_PASSWORD: 's3cret' };

/** Fixes that the scenarios do not ask for: the first line of each file says which. */
const made = [
  ...['fix-append', 'fix-restart', 'fix-delete', 'fix-job', 'fix-statefulset', 'fix-daemonset'],
  ...['fix-immutable', 'fix-account', 'fix-name', 'fix-doubled', 'fix-newline', 'fix-undo'],
  // batch/v1 has CronJobs since 1.21, and an older kubelet gives every Pod the images of its node
  ...(adjustable ? ['fix-cronjob', 'fix-verified'] : []),
];
const own = join(root, 'test/live/fixes');

/**
 * A fresh copy of each scenario: the back-off of a Pod that has failed for long would make the wait
 * minutes.
 */
const copyOf = (name: string) => variant(`fix-${name}`, readFileSync(scenarioFile(name), 'utf8'));

describe.skipIf(cluster === null)('suggested fixes, run as printed', () => {
  beforeAll(async () => {
    await apply(...scenarios.map(copyOf), ...made.map((name) => join(own, `${name}.yaml`)));
    await eventually(settled, 120, 'the Pods of the fixes');
    await breakRollout('s-fix-undo', 'registry.acme.test/shop/frontend:v1');
  });

  afterAll(async () => {
    const namespaces = ['shared-platform', ...made, ...scenarios.map((name) => `fix-${name}`)].map((name) =>
      name.startsWith('fix-') ? `s-${name}` : name,
    );
    await kubectl('delete', 'namespace', ...namespaces, '--wait=false', '--ignore-not-found');
  });

  it.concurrent.each([...scenarios.map((name) => `fix-${name}`), ...made])('%s', async (name) => {
    const namespace = `s-${name}`;
    const commands = await eventually(() => suggested(namespace), 60, `a suggestion for ${namespace}`);
    for (const command of commands) await runFix(command, variables);

    await eventually(
      async () => {
        const phases = await kubectl(
          'get',
          'pods',
          '-n',
          namespace,
          '-o',
          'jsonpath={.items[*].status.phase}',
        );
        return phases !== '' && phases.split(' ').every((phase) => phase === 'Running') ? phases : null;
      },
      360,
      `the Pods of ${namespace} after the fix`,
    );
    const after = await runProgram(['pod', '-n', namespace], { env: { KUBECONFIG: cluster?.admin ?? '' } });
    expect(after.code).toBe(0);
  });

  it('carries the connection flags that the user gave', async () => {
    const run = await runProgram(
      [
        'pod',
        '-n',
        's-fix-append',
        '--kubeconfig',
        cluster?.admin ?? '',
        '--context',
        'local',
        '-o',
        'json',
        '--exit-zero',
      ],
      {},
    );
    const commands = (JSON.parse(run.stdout) as Report).pods.flatMap((pod) =>
      pod.images.flatMap((image) =>
        image.findings.flatMap((finding) => finding.fixes.map((fix) => fix.command)),
      ),
    );
    const ofKubectl = commands.filter((command) => command?.startsWith('kubectl '));
    for (const command of ofKubectl) expect(command).toContain('--context=local');
  });
});

/** Gives Deployment `web`, once it runs, an image that is not there. */
async function breakRollout(namespace: string, image: string): Promise<void> {
  const deployment = ['deployment/web', '-n', namespace];
  await kubectl('rollout', 'status', ...deployment, '--timeout=60s');
  await kubectl('set', 'image', ...deployment, `app=${image}`);
}

/**
 * The commands of the cause's fixes that change something, alternatives left out; null while there
 * are none.
 */
async function suggested(namespace: string): Promise<readonly string[] | null> {
  const run = await runProgram(['pod', '-n', namespace, '-o', 'json'], {
    env: { KUBECONFIG: cluster?.admin ?? '' },
  });
  const { pods } = JSON.parse(run.stdout) as Report;
  const image = pods.flatMap(({ images }) => images).find((one) => one.status === 'failing');
  const commands = (image?.findings[0]?.fixes ?? []).flatMap((fix) =>
    fix.command === null || fix.alternative || fix.effect === 'reads' ? [] : [fix.command],
  );
  return commands.length === 0 ? null : commands;
}
