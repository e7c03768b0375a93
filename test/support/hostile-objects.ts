import fc from 'fast-check';
import { base64 } from './objects.ts';

/** Options of kubectl that would send a token elsewhere, widen a command or read another file. */
export const optionNames = [
  '--server=https://evil.example.com',
  '-shttps://evil.example.com',
  '--kubeconfig=/tmp/x',
  '--all-namespaces',
  '-A',
  '--as=system:admin',
  '--token=x',
  '--filename=https://evil.example.com/pod.yaml',
  '-fhttps://evil.example.com/pod.yaml',
  '--',
  '-',
];

const shell = [
  '$(touch pwned)',
  '`touch pwned`',
  "'; touch pwned; '",
  'a;b',
  'a|b',
  'a&b',
  '>pwned',
  '$HOME',
  '"x"',
  '~',
  '*',
  '#',
];
const members = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'prototype',
  '__defineGetter__',
];
const unseen = [
  ...[
    're\u200bg',
    '\u202egpj.exe',
    '\u2066x\u2069',
    'a\u00adb',
    '\ufeffweb',
    '\u{e0041}\u{e007f}',
    'a\u2028b',
    'a\u00a0b',
    '\u3164',
  ],
  ...[
    'a\npod/payments-0 in prod, node n1',
    'a\r\n::error title=forged::x',
    '\u001b[2K\u001b[1A',
    '\u009b31m',
    '\u0000',
    '\u007f',
    '\ud800',
  ],
];
const times = [
  '0000-00-00T00:00:00Z',
  'yesterday',
  '2026-13-45T99:99:99Z',
  '+275760-09-13T00:00:00Z',
  'NaN',
  '2026-03-05',
];

/** A word that a tenant may choose, of a kind that has hurt before. */
export const hostileWord: fc.Arbitrary<string> = fc.oneof(
  ...[optionNames, shell, members, unseen, times].map((words) => fc.constantFrom(...words)),
  fc.tuple(fc.constantFrom(...unseen), fc.constantFrom(...optionNames)).map((both) => both.join('')),
  fc.constantFrom('web', 'REG', 'a.b', 'x'.repeat(300), ''),
);

/** The fields of `hostileObjects` that a word may take the place of. */
export const fieldNames = [
  ...[
    'pod.name',
    'pod.namespace',
    'pod.labelKey',
    'pod.label',
    'pod.annotation',
    'pod.node',
    'pod.account',
    'pod.created',
  ],
  ...[
    'pod.ownerKind',
    'pod.ownerName',
    'pod.ownerApi',
    'pod.secret',
    'pod.container',
    'pod.image',
    'pod.volume',
    'pod.volumeImage',
  ],
  ...[
    'pod.phase',
    'pod.manager',
    'pod.managed',
    'pod.reason',
    'pod.message',
    'pod.policy',
    'pod.startedAt',
    'pod.condition',
  ],
  ...[
    'event.reason',
    'event.message',
    'event.type',
    'event.component',
    'event.first',
    'event.last',
    'event.fieldPath',
  ],
  ...[
    'secret.name',
    'secret.namespace',
    'secret.type',
    'secret.key',
    'secret.host',
    'secret.user',
    'secret.created',
  ],
  ...[
    'secret.manager',
    'secret.written',
    'secret.ownerKind',
    'secret.ownerName',
    'other.namespace',
    'other.name',
  ],
  ...[
    'account.name',
    'account.secret',
    'account.written',
    'node.name',
    'node.label',
    'node.provider',
    'node.version',
    'node.os',
  ],
  ...['neighbour.name', 'neighbour.secret', 'neighbour.image', 'neighbour.node'],
] as const;

export type FieldName = (typeof fieldNames)[number];

/** Up to eight fields, each with a hostile word in it. */
export const changes: fc.Arbitrary<ReadonlyMap<FieldName, string>> = fc
  .array(fc.tuple(fc.constantFrom(...fieldNames), hostileWord), { minLength: 1, maxLength: 8 })
  .map((pairs) => new Map(pairs));

const image = 'registry.acme.io/team/api:1.4';
const refused = (text: string) =>
  `Failed to pull image "${text}": failed to resolve reference "${text}": unexpected status from HEAD request to https://registry.acme.io/v2/team/api/manifests/1.4: 401 Unauthorized`;

const waiting = (reason: string, message: string) => [
  { name: 'app', image, imageID: '', restartCount: 0, state: { waiting: { reason, message } } },
];

const config = (host: string, username: string) =>
  base64(JSON.stringify({ auths: Object.fromEntries([[host, { username, password: 'c0rrect-horse' }]]) }));

/**
 * A failing Pod with all that belongs to it, and beside it `shop/fine`, which fails in the usual
 * way.
 */
export function hostileObjects(changed: ReadonlyMap<FieldName, string>): readonly object[] {
  const at = (field: FieldName, sound: string) => changed.get(field) ?? sound;
  const namespace = at('pod.namespace', 'shop');
  const app = at('pod.image', image);
  const volume = at('pod.volume', 'models');
  const spec = {
    nodeName: at('pod.node', 'worker-3'),
    serviceAccountName: at('pod.account', 'default'),
    imagePullSecrets: [{ name: at('pod.secret', 'regcred') }],
    containers: [
      {
        name: at('pod.container', 'app'),
        image: app,
        imagePullPolicy: at('pod.policy', 'Always'),
        volumeMounts: [{ name: volume }],
      },
    ],
    volumes: [{ name: volume, image: { reference: at('pod.volumeImage', 'registry.acme.io/models:1') } }],
  };
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: at('pod.name', 'web'),
        namespace,
        uid: 'u-1',
        creationTimestamp: at('pod.created', '2026-03-05T11:00:00Z'),
        labels: Object.fromEntries([
          [at('pod.labelKey', 'app'), at('pod.label', 'web')],
          ['pod-template-hash', '5bf7'],
        ]),
        annotations: { note: at('pod.annotation', 'x') },
        ownerReferences: [
          {
            apiVersion: at('pod.ownerApi', 'apps/v1'),
            kind: at('pod.ownerKind', 'StatefulSet'),
            name: at('pod.ownerName', 'web'),
            controller: true,
          },
        ],
        managedFields: [
          {
            manager: at('pod.manager', 'kubectl'),
            time: at('pod.managed', '2026-03-05T11:00:00Z'),
            fieldsV1: { 'f:spec': {} },
          },
        ],
      },
      spec,
      status: {
        phase: at('pod.phase', 'Pending'),
        startTime: at('pod.startedAt', '2026-03-05T11:00:00Z'),
        conditions: [{ type: at('pod.condition', 'Ready'), status: 'False' }],
        containerStatuses: [
          {
            ...waiting(at('pod.reason', 'ImagePullBackOff'), at('pod.message', refused(app)))[0],
            name: at('pod.container', 'app'),
          },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'web.1', namespace },
      involvedObject: {
        kind: 'Pod',
        namespace,
        name: at('pod.name', 'web'),
        uid: 'u-1',
        fieldPath: at('event.fieldPath', 'spec.containers{app}'),
      },
      type: at('event.type', 'Warning'),
      reason: at('event.reason', 'Failed'),
      message: at('event.message', refused(app)),
      firstTimestamp: at('event.first', '2026-03-05T11:00:00Z'),
      lastTimestamp: at('event.last', '2026-03-05T11:50:00Z'),
      source: { component: at('event.component', 'kubelet'), host: 'worker-3' },
      reportingComponent: at('event.component', 'kubelet'),
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      type: at('secret.type', 'kubernetes.io/dockerconfigjson'),
      metadata: {
        name: at('secret.name', 'regcred'),
        namespace: at('secret.namespace', 'shop'),
        creationTimestamp: at('secret.created', '2026-03-01T11:00:00Z'),
        managedFields: [
          {
            manager: at('secret.manager', 'kubectl'),
            time: at('secret.written', '2026-03-02T11:00:00Z'),
            fieldsV1: { 'f:data': {} },
          },
        ],
        ...(changed.has('secret.ownerName') || changed.has('secret.ownerKind')
          ? {
              ownerReferences: [
                {
                  kind: at('secret.ownerKind', 'ExternalSecret'),
                  name: at('secret.ownerName', 'reg'),
                  controller: true,
                },
              ],
            }
          : {}),
      },
      data: Object.fromEntries([
        [
          at('secret.key', '.dockerconfigjson'),
          config(at('secret.host', 'registry.acme.io:5000'), at('secret.user', 'jane')),
        ],
      ]),
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/dockerconfigjson',
      metadata: { name: at('other.name', 'elsewhere'), namespace: at('other.namespace', 'platform') },
      data: { '.dockerconfigjson': config('registry.acme.io', 'jane') },
    },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: at('account.name', 'default'),
        namespace,
        managedFields: [
          {
            manager: 'x',
            time: at('account.written', '2026-03-02T11:00:00Z'),
            fieldsV1: { 'f:imagePullSecrets': {} },
          },
        ],
      },
      imagePullSecrets: [{ name: at('account.secret', 'regcred') }],
    },
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: at('node.name', 'worker-3'),
        labels: Object.fromEntries([[at('node.label', 'kubernetes.io/os'), 'linux']]),
      },
      spec: { providerID: at('node.provider', 'aws:///eu-west-1a/i-1') },
      status: {
        nodeInfo: {
          operatingSystem: at('node.os', 'linux'),
          architecture: 'amd64',
          kubeletVersion: at('node.version', 'v1.33.1'),
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: at('neighbour.name', 'api'), namespace, uid: 'u-2' },
      spec: {
        nodeName: at('neighbour.node', 'worker-4'),
        imagePullSecrets: [{ name: at('neighbour.secret', 'other') }],
        containers: [{ name: 'app', image: at('neighbour.image', image) }],
      },
      status: {
        phase: 'Running',
        containerStatuses: [{ name: 'app', image, imageID: 'sha256:1', state: { running: {} } }],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'fine', namespace: 'shop', uid: 'u-3' },
      spec: { nodeName: 'worker-3', containers: [{ name: 'app', image }] },
      status: { phase: 'Pending', containerStatuses: waiting('ImagePullBackOff', refused(image)) },
    },
  ];
}
