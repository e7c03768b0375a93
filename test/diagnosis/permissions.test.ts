import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { captureNames, captureObjects } from '../support/captures.ts';
import { pullsAll, startLiving } from '../support/living-cluster.ts';
import { type ApiServer, startApiServer } from '../support/noting-server.ts';
import { runProgram } from '../support/run-program.ts';

interface Role {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly rules?: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

const file = new URL('../../docs/rbac.yaml', import.meta.url);
const roles = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Role);

/** What a role allows, as `get replicasets.apps`. */
const allowed = (name: string): readonly string[] =>
  (roles.find(({ metadata }) => metadata.name === name)?.rules ?? [])
    .flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) =>
          verbs.map((verb) => `${verb} ${resource}${group === '' ? '' : `.${group}`}`),
        ),
      ),
    )
    .toSorted();

const distinct = (reads: Iterable<string>) => [...new Set(reads)].sort();

const template = { spec: { containers: [{ name: 'app', image: 'registry.acme.test/team/app:v1' }] } };
const workload = (apiVersion: string, kind: string, spec: object = { template }) => ({
  apiVersion,
  kind,
  metadata: { name: 'idle', namespace: 's-deployment', uid: kind },
  spec,
});
const workloads = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 's-deployment' } },
  workload('apps/v1', 'Deployment'),
  workload('apps/v1', 'ReplicaSet'),
  workload('apps/v1', 'StatefulSet'),
  workload('apps/v1', 'DaemonSet'),
  workload('batch/v1', 'Job'),
  workload('batch/v1', 'CronJob', { jobTemplate: { spec: { template } } }),
];

/** A failing Pod that a Job made. */
const ofJob = captureObjects('basic-wrong-password')
  .filter((object) => object.kind === 'Pod')
  .map((pod) => ({
    ...pod,
    metadata: {
      ...pod.metadata,
      name: 'nightly',
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'idle', uid: 'Job', controller: true }],
    },
  }));

const commands = [
  'pod -A --warnings',
  'pod nope -n s-deployment',
  'pod nope -n nowhere',
  ...['deployment', 'replicaset', 'statefulset', 'daemonset', 'job', 'cronjob'].flatMap((kind) => [
    `${kind} idle -n s-deployment`,
    `${kind} nope -n s-deployment`,
  ]),
  'deployment web -n s-deployment',
  'secret -A',
  'secret nope -n s-deployment',
  'image registry.acme.test/team/app:v1 -n s-deployment',
  'collect pod -A',
];

describe('the role of docs/rbac.yaml', () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await startApiServer([...captureNames.flatMap(captureObjects), ...workloads, ...ofJob]);
    for (const command of commands)
      await runProgram([...command.split(' '), `--server=${server.url}`], {
        env: { KUBECONFIG: '/nowhere' },
      });
  });
  afterAll(() => server.close());

  it('allows what all commands together ask for, and no more', () => {
    expect(distinct(allowed('pullcheck'))).toEqual(distinct(server.asked));
  });

  it('without secrets allows all the rest', () => {
    const rest = allowed('pullcheck').filter((read) => !read.endsWith(' secrets'));
    expect(distinct(allowed('pullcheck-without-secrets'))).toEqual(distinct(rest));
  });

  it('changes nothing, but for the one of verify', () => {
    const readers = roles.map(({ metadata }) => metadata.name).filter((name) => name !== 'pullcheck-verify');
    expect(readers).toHaveLength(2);
    expect(readers.flatMap(allowed).filter((read) => !/^(get|list) /.test(read))).toEqual([]);
  });

  it('of verify allows what verify asks for beside it, and no more', async () => {
    const cluster = await startLiving(captureObjects('basic-wrong-password'), { kubelet: pullsAll });
    try {
      await runProgram(['verify', 'pod', 'web', '-n', 's-basic-wrong-password', `--server=${cluster.url}`], {
        env: { KUBECONFIG: '/nowhere' },
      });
      const verbs: Readonly<Record<string, string>> = { POST: 'create', DELETE: 'delete', WATCH: 'watch' };
      const asked = cluster.asked.map((one) =>
        one.replace(/^[A-Z]+/, (method) => verbs[method] ?? method).replace(/\/.*/, ''),
      );
      const both = new Set([...allowed('pullcheck'), ...allowed('pullcheck-verify')]);
      expect(distinct(asked).filter((one) => !both.has(one))).toEqual([]);
      expect(allowed('pullcheck-verify').filter((one) => !asked.includes(one))).toEqual([]);
    } finally {
      cluster.close();
    }
  });
});
