import { describe, expect, it } from 'vitest';
import { templatesOf } from '../../src/cli/run/preflight.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { collectTemplate } from '../../src/evidence/collect-template.ts';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { offlineReader } from '../../src/sources/files/offline-reader.ts';
import { accountObject, login, pullSecret, secretObject } from '../support/objects.ts';
import { observedAt } from '../support/scene.ts';

const rule = 'pull-secret-misplaced';
const image = 'registry.acme.io/shop/api:1';
const right = [{ name: 'regcred' }];

/**
 * The findings of every template of a manifest, in a namespace with a sound pull secret that no
 * ServiceAccount lists.
 */
async function findings(manifest: object) {
  const object = { metadata: { name: 'api', namespace: 'shop' }, ...manifest } as KubeObject;
  const reader = offlineReader([
    accountObject('shop', { list: [] }),
    secretObject('shop', 'regcred', pullSecret({ 'registry.acme.io': login('ci', 'c0rrect-horse') })),
  ]);
  const occasion = { source: 'file', observedAt } as const;
  const all = [];
  for (const { owner, template, misplaced } of templatesOf(object)) {
    const evidence = await collectTemplate(reader, template, owner, occasion, misplaced);
    all.push(...diagnose(evidence, { preflight: true }).images.flatMap((one) => one.findings));
  }
  return all;
}

const pod = (extra: object = {}, container: object = {}) => ({
  containers: [{ name: 'app', image, ...container }],
  ...extra,
});
const deployment = (template: object, extra: object = {}) => ({
  kind: 'Deployment',
  spec: { template, ...extra },
});

describe(rule, () => {
  it.each([
    ['spec.imagePullSecrets', deployment({ spec: pod() }, { imagePullSecrets: right })],
    ['imagePullSecrets', { ...deployment({ spec: pod() }), imagePullSecrets: right }],
    ['spec.template.imagePullSecrets', deployment({ spec: pod(), imagePullSecrets: right })],
    [
      'spec.template.metadata.imagePullSecrets',
      deployment({ spec: pod(), metadata: { imagePullSecrets: right } }),
    ],
    [
      'spec.template.spec.containers[0].imagePullSecrets',
      deployment({ spec: pod({}, { imagePullSecrets: right }) }),
    ],
    ['spec.template.spec.imagePullSecret', deployment({ spec: pod({ imagePullSecret: 'regcred' }) })],
    ['spec.template.spec.pullSecrets', deployment({ spec: pod({ pullSecrets: ['regcred'] }) })],
    ['spec.template.spec.imagePullSecrets', deployment({ spec: pod({ imagePullSecrets: ['regcred'] }) })],
    [
      'spec.template.spec.imagePullSecrets',
      deployment({ spec: pod({ imagePullSecrets: { name: 'regcred' } }) }),
    ],
    [
      'spec.template.spec.imagePullSecrets',
      deployment({ spec: pod({ imagePullSecrets: [{ secretName: 'regcred' }] }) }),
    ],
    ['spec.imagePullSecret', { kind: 'Pod', spec: pod({ imagePullSecret: { name: 'regcred' } }) }],
    [
      'spec.jobTemplate.spec.imagePullSecrets',
      {
        kind: 'CronJob',
        spec: { jobTemplate: { spec: { template: { spec: pod() }, imagePullSecrets: right } } },
      },
    ],
  ])('names the path and the right lines: %s', async (path, manifest) => {
    const [finding] = await findings(manifest);
    expect(finding).toMatchObject({ rule, severity: 'error', certainty: 'proven', facts: { path } });
    expect(finding?.fixes[0]?.title).toContain('imagePullSecrets: [{name: regcred}]');
  });

  it('is silent where the list is in its place, and where a custom resource has one of its own', async () => {
    expect(await findings(deployment({ spec: pod({ imagePullSecrets: right }) }))).toEqual([]);
    const custom = {
      kind: 'Rollout',
      spec: { template: { spec: pod({ imagePullSecrets: right }) }, imagePullSecrets: right },
    };
    expect(await findings(custom)).toEqual([]);
  });

  it('knows custom resources that are built like a Deployment', async () => {
    const spec = { template: { spec: pod() }, imagePullSecrets: right };
    const [finding] = await findings({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec });
    expect(finding?.facts).toMatchObject({ path: 'spec.imagePullSecrets' });
  });

  it("looks beside the spec of a custom resource's Pod template, which has no other fields", async () => {
    const template = { imagePullSecrets: right, spec: pod() };
    const [finding] = await findings({ kind: 'Rollout', spec: { template } });
    expect(finding?.facts['path']).toBe('spec.template.imagePullSecrets');
  });

  it('says nothing of a manifest without any', async () => {
    expect((await findings(deployment({ spec: pod() }))).map((one) => one.rule)).toEqual(['no-pull-secret']);
  });

  it.each([
    [
      'LeaderWorkerSet',
      {
        spec: {
          leaderWorkerTemplate: {
            leaderTemplate: { spec: pod({}, { imagePullSecrets: right }) },
            workerTemplate: { spec: pod({ imagePullSecrets: right }) },
          },
        },
      },
    ],
    ['PodTemplate', { template: { spec: pod({}, { imagePullSecrets: right }) } }],
    ['Batch', { spec: { podTemplate: { spec: pod({}, { imagePullSecrets: right }) } } }],
  ])('finds the templates of a %s', async (kind, manifest) => {
    const found = await findings({ kind, ...manifest });
    expect(found.map((one) => one.rule)).toEqual([rule]);
  });
});
