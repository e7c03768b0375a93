import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { podsRefused } from '../../src/evidence/workload/pods-refused.ts';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { offlineReader } from '../../src/sources/files/offline-reader.ts';
import { evidenceOf, withUnread } from '../support/evidence.ts';
import { findingOf, verdict } from '../support/expectations.ts';

const rule = 'workload-pods-refused';
const webhook =
  'Error creating: admission webhook "validation.gatekeeper.sh" denied the request: [repos] container <app> has an invalid image repo';

async function preflightOf(message: string | null) {
  const evidence = await evidenceOf({ state: 'pending', owner: 'Deployment' });
  const refused = {
    by: { kind: 'ReplicaSet', namespace: 'shop', name: 'web-5d' },
    message: message ?? '',
    at: null,
  };
  const { images } = diagnose(message === null ? evidence : { ...evidence, refused }, { preflight: true });
  const [image] = images;
  if (image === undefined) throw new Error('no image');
  return image;
}

describe(rule, () => {
  it.each([
    [webhook, 'an admission policy denied it'],
    [
      'pods "web-5d-x" is forbidden: image policy webhook backend denied one or more images: not scanned',
      'an admission policy denied it',
    ],
    [
      "pods \"web-5d-x\" is forbidden: ValidatingAdmissionPolicy 'images' with binding 'shop' denied request: registry not allowed",
      'an admission policy denied it',
    ],
    [
      'Internal error occurred: failed calling webhook "trust.example.com": connection refused',
      'an admission webhook did not answer',
    ],
    [
      'pods "web-5d-x" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=10, limited: pods=10',
      'the quota of the namespace is used up',
    ],
    [
      'pods "web-5d-x" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
      'the Pod security policy of the namespace denies it',
    ],
    [
      'pods "web-5d-x" is forbidden: error looking up service account shop/web: serviceaccount "web" not found',
      'its ServiceAccount is not there or does not allow it',
    ],
    ['pods "web-5d-x" is forbidden: something new', 'the API server refused it (admission)'],
  ])('says who refused: %s', async (message, who) => {
    const image = await preflightOf(message);
    expect(verdict(image)[0]).toBe(`${rule} error proven`);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(`no Pod of Deployment web is made: ${who}`);
    expect(finding.why[0]).toEqual({ source: 'ReplicaSet shop/web-5d', says: `was told: "${message}"` });
  });

  it('is silent where nothing was refused', async () => {
    expect(verdict(await preflightOf(null))).not.toContain(`${rule} error proven`);
  });
});

describe('what refused the Pods of a workload', () => {
  const deployment: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', uid: 'd1' },
    spec: { selector: { matchLabels: { app: 'web' } } },
    status: {
      conditions: [
        { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'by the condition' },
      ],
    },
  };
  const replicaSet: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: 'web-5d',
      namespace: 'shop',
      uid: 'r1',
      labels: { app: 'web' },
      ownerReferences: [{ kind: 'Deployment', name: 'web', uid: 'd1', controller: true }],
    },
  };
  const event = (name: string, message: string, at: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: 'shop' },
    involvedObject: { kind: 'ReplicaSet', name: 'web-5d', namespace: 'shop', uid: 'r1' },
    reason: 'FailedCreate',
    message,
    lastTimestamp: at,
  });
  const reader = offlineReader([
    deployment,
    replicaSet,
    event('b', 'the newer one', '2026-03-05T11:00:00Z'),
    event('a', 'the older one', '2026-03-05T10:00:00Z'),
  ]);

  it('is the newest event of the newest ReplicaSet', async () => {
    expect(await podsRefused(reader, 'deployment', deployment)).toEqual({
      by: { kind: 'ReplicaSet', namespace: 'shop', name: 'web-5d' },
      message: 'the newer one',
      at: '2026-03-05T11:00:00Z',
    });
  });

  it('is the condition where events are denied, and nothing where neither tells', async () => {
    const closed = withUnread(reader, { events: 'denied' });
    expect((await podsRefused(closed, 'deployment', deployment))?.message).toBe('by the condition');
    const { status: _status, ...silent } = deployment;
    expect(await podsRefused(closed, 'deployment', silent)).toBeNull();
  });
});
