import { createHash } from 'node:crypto';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { accountObject, base64, eventObject, secretObject } from '../support/objects.ts';
import { badLogin, unauthorized } from '../support/words.ts';
import { registryOf, type ShapedSecret } from './secret-shapes.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** A text that is in the Pod's own fields and in the words of its registry, and nowhere else. */
export const strayOf = (index: number): string =>
  createHash('sha256').update(`stray ${index}`).digest('hex').slice(0, 32);

const jwt = (stray: string) =>
  [{ alg: 'RS256', kid: stray }, { sub: stray }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat(Buffer.from(stray).toString('base64url'))
    .join('.');

/** How registries, clouds and proxies repeat what they were sent. */
const echoes: readonly ((stray: string) => string)[] = [
  (stray) => `: request headers: Authorization: Bearer ${stray}`,
  (stray) => `: request headers: Authorization: Basic ${base64(`jane:${stray}`)}`,
  (stray) => `: {"Authorization":["Basic ${base64(`jane:${stray}`)}"]}`,
  (stray) => `: {\\"authorization\\": \\"Bearer ${stray}\\"}`,
  (stray) => `: Get "https://jane:${stray}@cdn.acme.io/v2/": EOF`,
  (stray) => `: Get "https://cdn.acme.io/blob?X-Amz-Expires=60&X-Amz-Signature=${stray}": EOF`,
  (stray) => `: Get "https://cdn.acme.io/blob?se=2026&sig=${stray}&sp=r": EOF`,
  (stray) => `: {"username":"jane","password":"${stray}"}`,
  (stray) => `: {"access_token": "${stray}", "expires_in": 300}`,
  (stray) => `: bad token ${jwt(stray)}`,
  (stray) => `: bad token ghp_${stray}`,
  (stray) => `: bad token glpat-${stray}`,
  (stray) => `: sent Bearer ${stray}`,
  (stray) => `: -----BEGIN RSA PRIVATE KEY-----\n${stray}\n-----END RSA PRIVATE KEY-----`,
];

/**
 * A Pod that fails to pull, and the event that says so. With `strays`, secrets stand in its other
 * fields and in the event too.
 */
function failingPod(namespace: string, index: number, image: string, strays: boolean): readonly KubeObject[] {
  const name = `web-${index}`;
  const stray = strayOf(index);
  const waiting = { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` };
  const says = (index % 2 === 0 ? unauthorized : badLogin)(image);
  const echo = echoes[index % echoes.length]?.(stray) ?? '';
  const annotations = { [lastApplied]: JSON.stringify({ env: stray, data: base64(stray) }) };
  const env = [{ name: 'REGISTRY_PASSWORD', value: stray }];
  const own = strays ? { env, command: ['login', `--password=${stray}`], args: [base64(stray)] } : {};
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace, name, uid: `uid-${name}`, ...(strays ? { annotations } : {}) },
      spec: {
        containers: [{ name: 'app', image, ...own }],
        imagePullSecrets: [{ name: `pull-${index}` }],
        nodeName: 'worker-3',
      },
      status: { phase: 'Pending', containerStatuses: [{ name: 'app', image, state: { waiting } }] },
    },
    eventObject(namespace, name, 0, {
      reason: 'Failed',
      message: `Failed to pull image "${image}": ${says}${strays ? echo : ''}`,
    }),
  ];
}

/** What every namespace holds: its ServiceAccount, and where there is none other a Secret. */
const around = (suffix = ''): readonly KubeObject[] => [
  ...['shop', 'port', 'bare'].map((namespace) => accountObject(`${namespace}${suffix}`, { list: [] })),
  secretObject(`bare${suffix}`, 'bystander', { type: 'Opaque', data: { color: 'green' } }),
];

const groups = 12;

/** Where the Secret and the Pod of an index are, and the port of its image. */
export function placeOf(index: number): {
  readonly held: string;
  readonly seen: string;
  readonly port: string;
} {
  const group = Math.floor(index / 3) % groups;
  const at = (held: string, seen: string, port: string) => ({
    held: `${held}-${group}`,
    seen: `${seen}-${group}`,
    port,
  });
  if (index % 3 === 0) return at('shop', 'shop', '');
  return index % 3 === 1 ? at('port', 'port', ':5000') : at('shop', 'bare', '');
}

const imageOf = (index: number, port = '') => `${registryOf(index)}${port}/shop/api:1.4`;

/**
 * Every Secret on three Pods: one of the registry that it is meant for, one of the same registry
 * with another port, and one in a namespace that does not hold it.
 */
export const onThreePods = (secrets: readonly ShapedSecret[]): readonly KubeObject[] => [
  ...secrets.flatMap(({ type, data }, index) => {
    const secret = secretObject('shop', `pull-${index}`, { type, data });
    return [
      secret,
      ...failingPod('shop', index, imageOf(index), false),
      { ...secret, metadata: { ...secret.metadata, namespace: 'port' } },
      ...failingPod('port', index, imageOf(index, ':5000'), false),
      ...failingPod('bare', index, imageOf(index), false),
    ];
  }),
  ...around(),
];

/**
 * Every Secret on one Pod, of one of the three kinds in turn, with secrets in all other places as
 * well.
 */
export const onOnePodEach = (secrets: readonly ShapedSecret[]): readonly KubeObject[] => [
  ...secrets.flatMap(({ type, data }, index) => {
    const { held, seen, port } = placeOf(index);
    const secret = secretObject(held, `pull-${index}`, { type, data });
    const annotations = { [lastApplied]: JSON.stringify({ ...secret, stringData: data }) };
    return [
      { ...secret, metadata: { ...secret.metadata, annotations } },
      ...failingPod(seen, index, imageOf(index, port), true),
    ];
  }),
  ...Array.from({ length: groups }, (_, group) => around(`-${group}`)).flat(),
];

/** The same as a manifest: templates, and Secrets whose content is plain text. */
export const asManifest = (secrets: readonly ShapedSecret[]): readonly KubeObject[] =>
  secrets.flatMap(({ type, data }, index) => {
    const [pod] = failingPod('shop', index, imageOf(index), true);
    const { spec, metadata } = pod as KubeObject;
    return [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { namespace: 'shop', name: `pull-${index}` },
        type,
        stringData: data,
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { namespace: 'shop', name: `web-${index}` },
        spec: { template: { metadata, spec } },
      },
    ];
  });
