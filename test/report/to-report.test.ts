import { describe, expect, it } from 'vitest';
import type { PodDiagnosis } from '../../src/model/diagnosis.ts';
import { renderJson } from '../../src/report/json.ts';
import { toReport } from '../../src/report/to-report.ts';
import { diagnosePod } from '../support/evidence.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage, type Scene } from '../support/scene.ts';
import { notFound, unauthorized } from '../support/words.ts';

const says = unauthorized(defaultImage);
const mismatch: Scene = {
  says,
  secrets: { regcred: pullSecret({ 'registry.acme.io:5000': login('janedoe', 'x') }) },
};
const context = {
  version: '1.2.3',
  source: { kind: 'cluster', context: 'prod' },
  podsScanned: 9,
  connection: ['--context=prod'],
} as const;

const strange = 'rpc error: code = Unknown desc = the moon is in the wrong house';
/** As if no rule had a say. */
const unexplained = (pod: PodDiagnosis): PodDiagnosis => ({
  ...pod,
  images: pod.images.map((image) => ({ ...image, findings: [], cause: null })),
});

const reportOf = (pods: readonly PodDiagnosis[]) => toReport(pods, context);
const imageOf = async (scene: Scene) => reportOf([await diagnosePod(scene)]).pods[0]?.images[0];

describe('toReport', () => {
  it('says what it is and where it is from', () => {
    expect(reportOf([])).toEqual({
      apiVersion: 'pullcheck/v1',
      kind: 'Report',
      version: '1.2.3',
      source: { kind: 'cluster', context: 'prod' },
      observedAt: null,
      summary: { podsScanned: 9, pods: 0, images: 0, failing: 0, causes: [] },
      pods: [],
      problems: [],
    });
  });

  it('a Pod with its topmost owner', async () => {
    expect(reportOf([await diagnosePod({ ...mismatch, owner: 'Deployment' })]).pods[0]).toMatchObject({
      namespace: 'shop',
      name: 'web-x7k2p',
      node: 'worker-3',
      serviceAccount: 'default',
      owner: { kind: 'Deployment', name: 'web' },
    });
    expect(reportOf([await diagnosePod({ node: null })]).pods[0]).toMatchObject({ node: null, owner: null });
  });

  it('a failing image with its cause, finding, fix and simulation', async () => {
    const image = await imageOf(mismatch);
    expect(image).toMatchObject({
      container: 'app',
      kind: 'container',
      image: defaultImage,
      reference: { registry: 'registry.acme.io', repository: 'shop/api', tag: '1.4', digest: null },
      pullPolicy: 'IfNotPresent',
      status: 'failing',
      reason: 'ImagePullBackOff',
      message: `Back-off pulling image "${defaultImage}"`,
      error: {
        label: 'unauthorized-no-credentials',
        text: `Failed to pull image "${defaultImage}": ${says}`,
      },
      cause: 'pull-secret-registry-mismatch',
      simulation: {
        kind: 'anonymous',
        offers: [],
        trials: [
          {
            secret: 'regcred',
            entry: 'registry.acme.io:5000',
            outcome: 'port-differs',
            wanted: '',
            offered: '5000',
          },
        ],
      },
    });
    expect(Object.keys(image?.reference ?? {})).toEqual(['registry', 'repository', 'tag', 'digest']);
    const [finding] = image?.findings ?? [];
    expect(finding).toMatchObject({
      rule: 'pull-secret-registry-mismatch',
      stage: 'credentials',
      severity: 'error',
      certainty: 'proven',
      facts: { mismatch: 'port' },
      docs: 'docs/rules/pull-secret-registry-mismatch.md',
    });
    expect(finding?.fixes[0]).toMatchObject({
      effect: 'changes',
      alternative: false,
      command: expect.stringMatching(
        /^kubectl --context=prod create secret .* \| kubectl --context=prod apply -f -$/,
      ),
    });
    expect(finding?.why.every(({ source, says }) => source !== '' && says !== '')).toBe(true);
  });

  it('an offer names secret, entry, key and user, and nothing of the credential', async () => {
    const secrets = {
      regcred: pullSecret({
        'https://registry.acme.io/v1/': login('janedoe', 'correct-horse'),
        'registry.acme.io/shop': login('ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'battery-staple'),
      }),
    };
    const image = await imageOf({ says, secrets });
    expect(image?.simulation.offers).toEqual([
      {
        order: 1,
        source: 'secret',
        secret: 'regcred',
        entry: 'registry.acme.io/shop',
        key: 'registry.acme.io/shop',
        username: null,
      },
      {
        order: 2,
        source: 'secret',
        secret: 'regcred',
        entry: 'https://registry.acme.io/v1/',
        key: 'registry.acme.io',
        username: 'janedoe',
      },
    ]);
    expect(JSON.stringify(image)).not.toMatch(/correct-horse|battery-staple|ghp_/);
  });

  it('a sound image has neither reason nor error nor cause', async () => {
    expect(await imageOf({})).toMatchObject({
      status: 'ok',
      reason: null,
      message: null,
      error: null,
      cause: null,
      findings: [],
    });
  });

  it('an image that cannot be parsed has no reference', async () => {
    const image = await imageOf({ image: 'Shop/API', state: { reason: 'InvalidImageName' }, events: [] });
    expect(image).toMatchObject({ reference: null, simulation: { kind: 'no-attempt', trials: [] } });
  });

  it('a failing image that nothing explains has a null cause', async () => {
    const image = reportOf([unexplained(await diagnosePod({ says: strange }))]).pods[0]?.images[0];
    expect(image).toMatchObject({
      status: 'failing',
      cause: null,
      findings: [],
      error: { label: 'unknown' },
    });
  });
});

describe('summary', () => {
  it('counts images that fail and groups them by cause, that of most Pods first', async () => {
    const gone = { image: 'registry.acme.io/shop/api:2', says: notFound('registry.acme.io/shop/api:2') };
    const pods = await Promise.all([
      diagnosePod({ ...gone, beside: { proxy: 'busybox' } }),
      diagnosePod(mismatch),
      diagnosePod({}),
      diagnosePod(mismatch),
      diagnosePod({ says: strange }).then(unexplained),
    ]);
    expect(reportOf(pods).summary).toEqual({
      podsScanned: 9,
      pods: 5,
      images: 6,
      failing: 4,
      causes: [
        { rule: 'pull-secret-registry-mismatch', pods: 2, images: 2 },
        { rule: 'image-not-found', pods: 1, images: 1 },
        { rule: null, pods: 1, images: 1 },
      ],
    });
  });

  it('a Pod with two such images is one Pod; of as many Pods the more images count', async () => {
    const double = await diagnosePod(mismatch);
    const pods = [
      await diagnosePod({
        image: 'registry.acme.io/shop/api:2',
        says: notFound('registry.acme.io/shop/api:2'),
      }),
      { ...double, images: [...double.images, ...double.images] },
    ];
    expect(reportOf(pods).summary.causes).toEqual([
      { rule: 'pull-secret-registry-mismatch', pods: 1, images: 2 },
      { rule: 'image-not-found', pods: 1, images: 1 },
    ]);
  });
});

it('a problem that several Pods share is told once', async () => {
  const scene: Scene = { says, list: ['regcred'], unread: { 'secrets/regcred': 'denied' } };
  const report = reportOf(await Promise.all([diagnosePod(scene), diagnosePod(scene)]));
  expect(report.problems).toEqual([
    {
      what: 'Secret shop/regcred',
      need: 'get secrets/regcred in namespace shop',
      check: 'kubectl auth can-i get secrets/regcred -n shop --context=prod',
    },
  ]);
});

it('renderJson gives the report back, indented, with a last newline', async () => {
  const report = reportOf([await diagnosePod(mismatch)]);
  expect(renderJson(report)).toMatch(/^\{\n {2}"apiVersion": "pullcheck\/v1",\n {2}"kind": "Report",/);
  expect(renderJson(report).endsWith('}\n')).toBe(true);
  expect(JSON.parse(renderJson(report))).toEqual(report);
});
