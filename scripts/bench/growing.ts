const image = 'registry.acme.io:5000/shop/api:1.4';
const imageOf = (index: number) => (index === 0 ? image : image.replace('api', `api-${index}`));
const words = (name: string) =>
  `Failed to pull image "${name}": failed to resolve reference "${name}": unexpected status from HEAD request to https://registry.acme.io:5000/v2/shop/api/manifests/1.4: 401 Unauthorized`;

interface PodShape {
  readonly name?: string;
  readonly fails?: boolean;
  readonly containers?: number;
  readonly secrets?: readonly string[];
}

function pod({ name = 'web', fails = true, containers = 1, secrets = ['regcred'] }: PodShape) {
  const all = Array.from({ length: containers }, (_, index) => ({
    name: `app-${index}`,
    image: imageOf(index),
  }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid: `uid-${name}` },
    spec: {
      nodeName: 'worker-3',
      serviceAccountName: 'default',
      imagePullSecrets: secrets.map((secret) => ({ name: secret })),
      containers: all,
    },
    status: {
      phase: fails ? 'Pending' : 'Running',
      containerStatuses: all.map((one) => ({
        ...one,
        imageID: fails ? '' : `${one.image}@sha256:0`,
        ready: !fails,
        restartCount: 0,
        state: fails
          ? { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${one.image}"` } }
          : { running: { startedAt: '2026-01-01T00:00:00Z' } },
      })),
    },
  };
}

const event = (index: number, message = words(image), container = 0) => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: `web.${index}`, namespace: 'shop' },
  involvedObject: {
    kind: 'Pod',
    name: 'web',
    namespace: 'shop',
    uid: 'uid-web',
    fieldPath: `spec.containers{app-${container}}`,
  },
  reason: 'Failed',
  type: 'Warning',
  message,
  source: { component: 'kubelet' },
  firstTimestamp: '2026-01-01T00:00:00Z',
  lastTimestamp: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
  count: 1,
});

function secret(name: string, hosts: number) {
  const login = { username: 'ci', password: `bench-${name}` };
  const auths = Object.fromEntries(
    Array.from({ length: hosts }, (_, index) => [`registry-${index}.acme.io`, login]),
  );
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'shop' },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': Buffer.from(JSON.stringify({ auths })).toString('base64') },
  };
}

const count = <T>(n: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: n }, (_, i) => make(i));
const manyPods = (n: number) => [
  secret('regcred', 1),
  ...count(n, (index) => pod({ name: `web-${index}`, fails: index % 40 === 0 })),
];

/** Objects with n of one thing, and the n of the first step. */
export const growing: Readonly<
  Record<
    string,
    { readonly from: number; readonly objects: (n: number) => readonly object[]; readonly yaml?: boolean }
  >
> = {
  pods: { from: 1_000, objects: manyPods },
  yaml: { from: 250, objects: manyPods, yaml: true },
  failing: {
    from: 64,
    objects: (n) => [secret('regcred', 1), ...count(n, (index) => pod({ name: `web-${index}` }))],
  },
  neighbours: {
    from: 1_000,
    objects: (n) => [
      secret('regcred', 1),
      pod({}),
      event(0),
      ...count(n, (index) => pod({ name: `other-${index}`, fails: false, secrets: [`other-${index}`] })),
    ],
  },
  containers: {
    from: 32,
    objects: (n) => [
      secret('regcred', 1),
      pod({ containers: n }),
      ...count(n, (index) => event(index, words(imageOf(index)), index)),
    ],
  },
  events: {
    from: 1_000,
    objects: (n) => [secret('regcred', 1), pod({}), ...count(n, (index) => event(index))],
  },
  entries: { from: 500, objects: (n) => [secret('regcred', n), pod({}), event(0)] },
  secrets: {
    from: 100,
    objects: (n) => [
      ...count(n, (index) => secret(`regcred-${index}`, 2)),
      pod({ secrets: count(n, (index) => `regcred-${index}`) }),
      event(0),
    ],
  },
  text: {
    from: 4_000,
    objects: (n) => [
      secret('regcred', 1),
      pod({}),
      event(0, `${words(image)}: ${'<p>denied by policy at https://a.example/x?y=z</p> '.repeat(n / 50)}`),
    ],
  },
};
