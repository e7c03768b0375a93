import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import { collectPod } from '../../../src/evidence/collect-pod.ts';
import type { KubeObject } from '../../../src/objects/object-reader.ts';
import { readDocuments } from '../../../src/sources/files/documents.ts';
import { offlineReader } from '../../../src/sources/files/offline-reader.ts';
import { readPasted, readSentence } from '../../../src/sources/files/pasted.ts';
import { withPodsOfEvents } from '../../../src/sources/files/pods-of-events.ts';
import { recordedAt } from '../../../src/sources/files/recorded-at.ts';

const now = new Date('2026-03-05T12:00:00Z');

const told = (text: string) => withPodsOfEvents(readDocuments(text, 'standard input') ?? []);

/** The causes of the images of the Pods that a text tells of. */
async function causes(text: string): Promise<readonly (string | null)[]> {
  const objects = told(text);
  const pods = objects.filter(({ kind }) => kind === 'Pod');
  const occasion = { source: 'file', observedAt: recordedAt(objects, now.toISOString()) } as const;
  const all = [];
  for (const pod of pods)
    all.push(...diagnose(await collectPod(offlineReader(objects), pod, occasion)).images);
  return all.map(({ cause }) => cause);
}

const describedPod = `Name:             web-7c9d
Namespace:        shop
Priority:         0
Service Account:  builder
Node:             worker-3/10.0.2.197
Status:           Pending
Controlled By:    ReplicaSet/web-7
Init Containers:
  migrate:
    Image:         ghcr.io/acme/migrate:1
    State:          Terminated
      Reason:       Completed
Containers:
  app:
    Container ID:
    Image:          ghcr.io/acme/api:1.4
    Image ID:
    State:          Waiting
      Reason:       ImagePullBackOff
    Ready:          False
Conditions:
  Type              Status
Events:
  Type     Reason     Age                  From               Message
  ----     ------     ----                 ----               -------
  Normal   Scheduled  11m                  default-scheduler  Successfully assigned shop/web-7c9d to worker-3
  Normal   Pulling    8m52s (x5 over 11m)  kubelet            Pulling image "ghcr.io/acme/api:1.4"
  Warning  Failed     8m52s (x5 over 11m)  kubelet            WORDS
  Warning  Failed     8m52s (x5 over 11m)  kubelet            Error: ErrImagePull
`;

const missing =
  'Failed to pull image "ghcr.io/acme/api:1.4": rpc error: code = NotFound desc = failed to pull and unpack image "ghcr.io/acme/api:1.4": failed to resolve reference "ghcr.io/acme/api:1.4": ghcr.io/acme/api:1.4: not found';
const refused =
  'Failed to pull image "ghcr.io/acme/api:1.4": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token: 401 Unauthorized';

describe('kubectl describe pod', () => {
  it('gives the Pod as far as the text tells it', () => {
    const [pod] = told(describedPod.replace('WORDS', missing));
    expect(pod).toMatchObject({
      kind: 'Pod',
      metadata: {
        name: 'web-7c9d',
        namespace: 'shop',
        ownerReferences: [{ kind: 'ReplicaSet', name: 'web-7' }],
      },
      spec: { nodeName: 'worker-3', serviceAccountName: 'builder' },
      status: { phase: 'Pending' },
    });
  });

  it('is diagnosed; pull secrets, which it does not show, are not taken for none', async () => {
    expect(await causes(describedPod.replace('WORDS', missing))).toEqual([null, 'image-not-found']);
    expect(await causes(describedPod.replace('WORDS', refused))).toEqual([null, null]);
  });

  it('may hold several Pods', () => {
    const text = describedPod.replace('WORDS', missing);
    expect(
      told(`${text}\n\n${text.replaceAll('web-7c9d', 'api-1')}`).filter(({ kind }) => kind === 'Pod'),
    ).toHaveLength(2);
  });
});

describe('kubectl get events', () => {
  const table = (heading: string, row: string) => `${heading}\n${row}\n`;

  it.each([
    [
      'of a namespace',
      table(
        'LAST SEEN   TYPE      REASON      OBJECT             MESSAGE',
        `4m10s       Warning   Failed      pod/web-7c9d       ${missing}`,
      ),
    ],
    [
      'of all namespaces',
      table(
        'NAMESPACE   LAST SEEN   TYPE      REASON      OBJECT             MESSAGE',
        `shop        4m10s       Warning   Failed      pod/web-7c9d       ${missing}`,
      ),
    ],
    [
      'in wide form',
      table(
        `${'LAST SEEN   TYPE      REASON   OBJECT         SUBOBJECT                 SOURCE              MESSAGE'.padEnd(
          340,
        )}FIRST SEEN   COUNT   NAME`,
        `${`4m10s       Warning   Failed   pod/web-7c9d   spec.containers{app}      kubelet, worker-3   ${missing}`.padEnd(
          340,
        )}9m           4       web-7c9d.17a`,
      ),
    ],
  ])('%s makes a Pod of what events tell', async (_, text) => {
    expect(await causes(text)).toEqual(['image-not-found']);
  });

  it('leaves events about other things alone', () => {
    expect(
      told(
        table(
          'LAST SEEN   TYPE     REASON   OBJECT            MESSAGE',
          '1s          Normal   Ready    node/worker-3     ready',
        ),
      ),
    ).toEqual([]);
  });
});

describe('a sentence', () => {
  it.each([
    [missing, 'image-not-found'],
    [
      'failed to do request: Head "https://ghcr.io/v2/acme/api/manifests/1.4": dial tcp: lookup ghcr.io on 10.0.0.10:53: no such host',
      'registry-dns-failure',
    ],
    [
      "Error response from daemon: pull access denied for acme/api, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      'image-access-ambiguous',
    ],
    [
      'Error response from daemon: manifest for nginx:1.99 not found: manifest unknown: manifest unknown',
      'image-not-found',
    ],
  ])('is read: %.60s', async (text, cause) => {
    expect(await causes(text)).toEqual([cause]);
  });

  it('of another kind is refused in one line', () => {
    expect(() => readDocuments('hello: - world', 'standard input')).toThrow(/neither JSON nor YAML/);
    expect(readSentence('the weather is fine', now)).toBe(null);
  });
});

describe('events without a Pod', () => {
  const event = (name: string, namespace = 'default') =>
    ({
      kind: 'Event',
      metadata: { name: `${name}.1`, namespace },
      involvedObject: { kind: 'Pod', name, namespace, fieldPath: 'spec.containers{app}' },
      message: missing,
      reason: 'Failed',
    }) as unknown as KubeObject;

  it('make one only where no Pod of the namespace is there: beside Pods they are of Pods that are gone', () => {
    const pod = { kind: 'Pod', metadata: { name: 'web', namespace: 'default' } } as unknown as KubeObject;
    expect(withPodsOfEvents([event('gone'), pod])).toHaveLength(2);
    expect(withPodsOfEvents([event('gone', 'other'), pod])).toHaveLength(3);
  });
});

it('reads any text without a fault', () => {
  const line = fc.constantFrom(
    ...[
      'Name: x',
      'Events:',
      'Containers:',
      '  app:',
      '    Image: a',
      'LAST SEEN   TYPE   REASON   OBJECT   MESSAGE',
    ],
    ...['4m   Normal   Pulling   pod/x   Pulling image "y"', '  Warning  Failed  3m  kubelet  Failed'],
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string())), (lines) => {
      readPasted(lines.join('\n'), now);
      readSentence(lines.join('\n'), now);
    }),
  );
});

it.each([
  ['plain keys', (key: string) => key],
  ['quoted keys', (key: string) => `"${key}"`],
  ['single-quoted keys', (key: string) => `'${key}'`],
])('YAML with %s is objects, whatever error text it holds', (_, key) => {
  const message = 'Failed to pull image "registry.acme.io/shop/api:1.4": not found';
  const yaml = [
    ...[`${key('apiVersion')}: v1`, `${key('kind')}: Event`, `${key('metadata')}:`],
    ...[`  ${key('name')}: web.1`, `${key('message')}: '${message}'`],
  ].join('\n');
  expect(readDocuments(yaml, 'x')?.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([
    ['Event', 'web.1'],
  ]);
});
