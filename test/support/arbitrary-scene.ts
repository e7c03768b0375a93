import fc from 'fast-check';
import { cloudImages, machines } from './cloud-scenes.ts';
import { messages } from './messages.ts';
import { base64, type SecretSpec } from './objects.ts';
import type { NeighbourSpec, OwnerKind, Scene } from './scene.ts';
import { googleKeyFile, jwtOf } from './tokens.ts';

const names = ['regcred', 'second', 'third', 'listed'];
const images = [
  ...cloudImages,
  'registry.acme.io:5000/shop/api:1.4',
  'eu.registry.acme.io/shop/api',
  'acme/api:1.4',
  'nginx',
  'gcr.io/acme-prod/api:1.4',
  `ghcr.io/acme/app@sha256:${'a1'.repeat(32)}`,
  'Registry.acme.io/Shop/api:1.4',
  'registry.acme.io/shop/api:',
  '',
];
const hosts = [
  'registry.acme.io',
  '*.acme.io',
  'docker.io',
  'https://index.docker.io/v1/',
  'ghcr.io',
  'gcr.io',
  '',
];
const types = ['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg', 'Opaque', 'acme.io/login'];
const keys = ['.dockerconfigjson', '.dockercfg', 'config.json'];

/** Passwords that cannot be anything else, with what people and shells put around and into them. */
const password = fc
  .tuple(
    fc.constantFrom('', ' ', '\n', '$', '"', "'", '<', '{{', 'ghp_', 'eyJ', 'ü', '\u200b', '\\'),
    fc.stringMatching(/^[0-9a-f]{10}$/),
    fc.constantFrom('', ' ', '\r\n', '\t', '=', ':', '>', '}}', '%', '\u0000', '😀'),
  )
  .map(([before, core, after]) => `${before}Pw0rd-${core}${after}`);

const username = fc.constantFrom(
  'janedoe',
  'robot$',
  'AWS',
  '_json_key',
  'oauth2accesstoken',
  '',
  ' jane',
  '<user>',
  '$oauthtoken',
  'jané',
);

/** A password within what makers of tokens put around theirs. */
const dressed: readonly ((pass: string) => string)[] = [
  (pass) => `github_pat_${pass.replace(/\W/g, '')}_0123456789`,
  (pass) => `ya29.${pass}0123456789`,
  (pass) => base64(JSON.stringify({ payload: pass, version: '2', expiration: 1_900_000_000 })),
  (pass) => jwtOf({ sub: pass, iss: pass, nbf: 1_900_000_000 }),
  (pass) =>
    googleKeyFile('acme-ci-7', { private_key: pass, private_key_id: pass, client_email: `${pass}@x` }),
  (pass) => googleKeyFile('acme-ci-7', { private_key: pass, project_id: pass }).slice(0, -9),
];

/** A location that may carry a credential itself. */
const location = fc
  .tuple(fc.constantFrom(...hosts), fc.constantFrom('', ':5000', '/v1/', '/shop', ':x:y', '?', ' '), password)
  .chain(([host, tail, secret]) =>
    fc.constantFrom(
      `${host}${tail}`,
      `https://${host}${tail}`,
      `HTTPS://${host}${tail}`,
      `https://janedoe:${secret.trim()}@${host}${tail}`,
    ),
  );

const entry = fc.tuple(username, password, fc.constantFrom(...dressed)).chain(([user, pass, dress]) =>
  fc.constantFrom<unknown>(
    { auth: base64(`${user}:${dress(pass)}`) },
    { username: user, password: dress(pass) },
    { username: user, password: pass, auth: base64(`${user}:${pass}`) },
    { username: user, password: pass },
    { auth: base64(`${user}:${pass}`) },
    { auth: base64(base64(`${user}:${pass}`)) },
    { auth: `${base64(`${user}:${pass}`)}!` },
    // no colon: what stands before one is a user name, which may be shown
    { auth: base64(pass.replace(':', '')) },
    { username: pass, password: pass },
    { username: user, password: 'c0rrect-horse', auth: base64(`${user}:${pass}`) },
    { username: user, password: [pass] },
    { auth: 7, password: pass },
    {},
    null,
    base64(`${user}:${pass}`),
  ),
);

const content = fc
  .tuple(fc.dictionary(location, entry, { maxKeys: 3 }), password)
  .chain(([auths, pass]) =>
    fc.constantFrom(
      JSON.stringify({ auths }),
      JSON.stringify(auths),
      JSON.stringify({ auths, credsStore: 'desktop', HttpHeaders: { 'X-Token': pass } }),
      JSON.stringify({ auths: [auths] }),
      JSON.stringify({ auths }).slice(0, -9),
      `{"auths": {"registry.acme.io": {"password": ${pass}}}}`,
      pass,
      base64(JSON.stringify({ auths })),
      '',
    ),
  );

const spec: fc.Arbitrary<SecretSpec> = fc.record(
  {
    type: fc.constantFrom(...types),
    data: fc.dictionary(fc.constantFrom(...keys), content, { maxKeys: 2 }),
    createdAt: fc.constantFrom('2026-03-01T09:00:00Z', '2026-03-05T11:59:45Z'),
    writtenAt: fc.constantFrom(null, '2026-03-05T11:59:50Z', 'yesterday'),
  },
  { requiredKeys: ['type', 'data'] },
);

const held = fc.dictionary(fc.constantFrom(...names), spec, { maxKeys: 3 });
const list = fc.array(fc.constantFrom(...names, 'gone'), { maxLength: 3 });
const reads = [...names, 'gone'].map((name) => `secrets/${name}`);
const unread = fc.dictionary(
  fc.constantFrom(
    ...reads,
    'secrets',
    'events',
    'pods',
    'nodes',
    'serviceaccounts/default',
    'nodes/worker-3',
  ),
  fc.constantFrom('denied' as const, 'failed' as const),
  { maxKeys: 4 },
);
const owners: readonly OwnerKind[] = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'ReplicaSet',
];
const text = fc.constantFrom(...messages.map((row) => row.message));
const neighbour: fc.Arbitrary<NeighbourSpec> = fc.record(
  {
    image: fc.constantFrom(...images),
    policy: fc.constantFrom('Always', 'IfNotPresent'),
    node: fc.constantFrom(null, 'worker-3', 'worker-7'),
    list,
    fails: text,
    startedAt: fc.constantFrom('2026-03-01T09:00:00Z', '2026-03-05T11:50:00Z', 'yesterday'),
  },
  { requiredKeys: [] },
);
const waiting = fc.record({
  reason: fc.constantFrom('ImagePullBackOff', 'ErrImagePull', 'InvalidImageName', 'CrashLoopBackOff', ''),
  message: text,
});

/**
 * Pods with anything that may be around them, sound or not. Every optional part may be left out.
 */
export const arbitraryScene: fc.Arbitrary<Scene> = fc.record(
  {
    image: fc.constantFrom(...images),
    policy: fc.constantFrom('Always', 'IfNotPresent', 'Never', 'Sometimes'),
    says: fc.oneof(fc.constant(null), text),
    state: fc.oneof(fc.constantFrom('running' as const, 'pending' as const), waiting),
    beside: fc.constantFrom({}, { proxy: 'ghcr.io/acme/proxy:1' }),
    secrets: held,
    list,
    account: fc.oneof(
      fc.constant(null),
      fc.record({ list, writtenAt: fc.constantFrom('2026-03-01T09:00:00Z', '2026-03-05T11:59:50Z') }),
    ),
    elsewhere: fc.dictionary(fc.constantFrom('platform', 'sandbox'), held, { maxKeys: 2 }),
    owner: fc.constantFrom(...owners),
    machine: fc.constantFrom(...machines),
    volume: fc.constantFrom(...cloudImages),
    node: fc.constantFrom(null, 'linux/arm64', 'windows/amd64'),
    neighbours: fc.dictionary(fc.constantFrom('web-2', 'web-3', 'web-4'), neighbour, { maxKeys: 3 }),
    nodes: fc.constantFrom({}, { 'worker-7': 'linux/amd64' }),
    unread,
    observedAt: fc.constantFrom('2026-03-05T12:00:00Z', '2026-03-05T11:00:00Z'),
  },
  { requiredKeys: [] },
);
