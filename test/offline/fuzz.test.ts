import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { credentialSource } from '../../src/api-client/auth/credentials.ts';
import { impersonationHeaders } from '../../src/api-client/auth/impersonation.ts';
import { ConnectionError } from '../../src/api-client/kubeconfig/connection-error.ts';
import { parseKubeconfig } from '../../src/api-client/kubeconfig/parse-kubeconfig.ts';
import { parseServer } from '../../src/api-client/kubeconfig/server-url.ts';
import { chooseTarget } from '../../src/api-client/kubeconfig/target.ts';
import { captureObjects } from '../support/captures.ts';
import { fuzzRuns, hostile, mutate, mutation } from '../support/hostile-values.ts';
import { base64, login, pullSecret, secretObject } from '../support/objects.ts';
import { runEverything } from '../support/run-everything.ts';
import { tar } from '../support/tar.ts';

const kubeconfig = {
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'a',
  clusters: [
    {
      name: 'a',
      cluster: { server: 'https://api:6443', 'certificate-authority-data': 'AAAA', 'tls-server-name': 'x' },
    },
    {
      name: 'b',
      cluster: {
        server: 'http://api',
        'proxy-url': 'http://u:p@p:1',
        'insecure-skip-tls-verify': true,
        extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { a: 1 } }],
      },
    },
  ],
  users: [
    { name: 'a', user: { token: 't', as: 'x', 'as-groups': ['g'], 'as-user-extra': { k: ['v'] } } },
    {
      name: 'b',
      user: { username: 'u', password: 'p', 'auth-provider': { name: 'oidc', config: { 'id-token': 'x' } } },
    },
    {
      name: 'c',
      user: {
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1',
          command: 'x',
          args: ['y'],
          env: [{ name: 'a', value: 'b' }],
          interactiveMode: 'Never',
        },
      },
    },
  ],
  contexts: ['a', 'b', 'c'].map((name) => ({
    name,
    context: { cluster: name === 'c' ? 'a' : name, user: name, namespace: 'n' },
  })),
};

/**
 * Reads a kubeconfig as far as a connection goes before it sends; only a ConnectionError of one
 * line may come of it.
 */
function readConfig(text: string): string {
  try {
    const config = parseKubeconfig(text, '/kubeconfig');
    for (const context of [undefined, ...config.contexts.keys()]) {
      const target = chooseTarget(config, { context });
      impersonationHeaders(target.user);
      parseServer(target.cluster.server ?? 'https://none');
      credentialSource(target, undefined, {
        env: {},
        timeout: null,
        kubectlFlags: [],
        neverRenews: false,
        tell: () => {},
      });
    }
    return 'read';
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    return 'refused';
  }
}

describe('a kubeconfig', () => {
  it('with any of its fields changed is read or refused', () => {
    const seen: Record<string, number> = { read: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), fc.boolean(), (mutations, yaml) => {
        const changed = mutations.reduce<unknown>(mutate, kubeconfig);
        const outcome = readConfig(yaml ? stringify(changed) : JSON.stringify(changed));
        seen[outcome] = (seen[outcome] ?? 0) + 1;
      }),
      { numRuns: fuzzRuns(5000) },
    );
    expect(seen['read']).toBeGreaterThan(500);
    expect(seen['refused']).toBeGreaterThan(500);
  });

  it('that is any JSON, or any text, is read or refused', () => {
    const text = fc.oneof(
      hostile.map((value) => JSON.stringify(value) ?? ''),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(text, (any) => void readConfig(any)),
      { numRuns: fuzzRuns(3000) },
    );
  });
});

const objects = captureObjects('deployment');

describe('objects', () => {
  it('with any of their fields changed give a report or one line', async () => {
    let reported = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
        const changed = mutations.reduce<unknown>(mutate, { items: objects });
        const items = (changed as { items: unknown } | null)?.items ?? changed;
        const output = await runEverything(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
        if (output.includes('"apiVersion": "pullcheck/v1"')) reported++;
      }),
      { numRuns: fuzzRuns(700) },
    );
    expect(reported).toBeGreaterThan(300);
  });

  const config = {
    auths: {
      'registry.acme.io': login('jane', 'c0rrect'),
      'https://index.docker.io/v1/': { auth: base64('a:b') },
    },
    HttpHeaders: { a: 'b' },
  };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'shop', name: 'web' },
    spec: {
      containers: [{ name: 'app', image: 'registry.acme.io/a' }],
      imagePullSecrets: [{ name: 'pull' }],
    },
  };

  it('a Secret with any of its entries changed gives a report', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (mutations, bare) => {
          const content =
            JSON.stringify(mutations.reduce<unknown>(mutate, bare ? config.auths : config)) ?? '';
          const spec = pullSecret({});
          const data = { [bare ? '.dockercfg' : '.dockerconfigjson']: content };
          const type = bare ? 'kubernetes.io/dockercfg' : spec.type;
          const secret = secretObject('shop', 'pull', { ...spec, type, data });
          const output = await runEverything(JSON.stringify({ kind: 'List', items: [secret, pod] }));
          expect(output).toContain('"kind": "SecretReport"');
        },
      ),
      { numRuns: fuzzRuns(4000) },
    );
  });

  it('with any text as its image, event and registry give a report', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, text, text, async (image, message, registry) => {
        const waiting = { reason: 'ErrImagePull', message };
        const status = { phase: 'Pending', containerStatuses: [{ name: 'app', image, state: { waiting } }] };
        const spec = { ...pod.spec, containers: [{ name: 'app', image }] };
        const secret = secretObject('shop', 'pull', pullSecret({ [registry]: login(image, message) }));
        const items = [secret, { ...pod, spec, status }];
        expect(await runEverything(JSON.stringify({ kind: 'List', items }))).toContain('"failing": ');
      }),
      { numRuns: fuzzRuns(2500) },
    );
  });
});

describe('bytes', () => {
  const list = JSON.stringify({ kind: 'List', items: objects.slice(0, 3) });
  const archive = tar([
    { path: 'b/pods.json', content: list },
    { path: 'b/x.yaml', content: 'kind: Pod\nmetadata: {name: a}\n' },
    { path: '././@LongLink', type: 'L', content: `${'deep/'.repeat(40)}a.json\0` },
    { path: 'short', content: list },
    { path: 'b/log.txt', content: 'x'.repeat(2000) },
  ]);
  const wholes: readonly Uint8Array[] = [
    Buffer.from(list),
    Buffer.from(stringify(JSON.parse(list))),
    archive,
    gzipSync(archive),
    Buffer.from(`\ufeff${list}`, 'utf16le'),
  ];

  it('with any of them changed or cut give a report or one line', async () => {
    const change = fc.tuple(fc.nat(), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...wholes),
        fc.array(change, { maxLength: 8 }),
        fc.option(fc.nat()),
        async (whole, changes, cut) => {
          const bytes = Buffer.from(whole);
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          await runEverything(cut === null ? bytes : bytes.subarray(0, cut % bytes.length), {
            unpacked: 10_000_000,
          });
        },
      ),
      { numRuns: fuzzRuns(2000) },
    );
  });

  it('of any kind give a report or one line', async () => {
    const start = fc.constantFrom(
      '',
      '{',
      '[',
      '---\n',
      '\u001f\u008b',
      'a: &a [*a]\n',
      '{"kind":"List","items":[',
    );
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 200 }), async (first, rest) => {
        await runEverything(Buffer.concat([Buffer.from(first, 'latin1'), rest]));
      }),
      { numRuns: fuzzRuns(3000) },
    );
  });
});

const million = 1_000_000;
const deep = (open: string, close: string, inner = '') => open.repeat(10_000) + inner + close.repeat(10_000);

describe('too much of anything', () => {
  const laughs = (levels: number) =>
    [
      'a0: &a0 [x,x,x,x,x,x,x,x,x]',
      ...Array.from(
        { length: levels },
        (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(8)}*a${at}]`,
      ),
    ].join('\n');
  const inputs: Readonly<Record<string, string>> = {
    'deep lists': deep('[', ']'),
    'deep objects': deep('{"a":', '}', '1'),
    'deep lists that do not end': '['.repeat(100_000),
    'deep Lists': deep('{"kind":"List","items":[', ']}'),
    'deep YAML': Array.from({ length: 10_000 }, (_, at) => `${' '.repeat(at)}a:`)
      .slice(0, 3000)
      .join('\n'),
    'deep flow in YAML': `kind: Pod\nmetadata: {name: a}\nspec: ${deep('[', ']')}`,
    'billion laughs': `${laughs(9)}\nkind: Pod\nmetadata: {name: a}\n`,
    'a cycle': 'kind: Pod\nmetadata: {name: a}\nspec: &a {b: *a, containers: &c [*c]}\n',
    'a merge of itself': 'kind: Pod\nmetadata: &a {name: a, <<: *a}\n',
    'duplicate keys': 'kind: Pod\nkind: Secret\nmetadata: {name: a, name: b}\n',
    'many documents': '---\nkind: Pod\nmetadata: {name: a}\n'.repeat(2000),
    'a prototype':
      '{"kind":"Pod","metadata":{"name":"a","__proto__":{"x":1}},"__proto__":{"spec":1},"spec":{"containers":[{"__proto__":{"image":"x"}}]}}',
    CRLF: 'kind: Pod\r\nmetadata:\r\n  name: a\r\n',
    'log markers': '==== START logs for container a of pod b ====\n'.repeat(20_000),
    braces: '}'.repeat(million),
    quotes: '{"'.repeat(100_000),
    dashes: `{}${'---\n'.repeat(100_000)}`,
    spaces: `{}${' '.repeat(million)}x`,
  };

  it.each(Object.entries(inputs))('%s', async (_, input) => {
    await runEverything(input);
  });

  it.each(Object.entries(inputs))('as a kubeconfig: %s', (_, input) => {
    readConfig(input);
  });

  const long: Readonly<Record<string, string>> = Object.fromEntries(
    [
      ...[
        'a',
        'A1',
        ' ',
        '\n',
        '\t',
        ',',
        ':',
        '://',
        '/',
        '@',
        '.',
        '-',
        '_',
        '%',
        '%25',
        '"',
        '\\',
        '\\"',
        '<',
        '<html ',
        '{',
        '$',
        '${',
        '{{',
      ],
      ...[
        '?sig',
        '&token=',
        'Bearer ',
        'Basic ',
        'authorization:',
        '"auth',
        '-----BEGIN ',
        'eyJ',
        'eyJa.',
        'ghp_',
        '*',
        '[',
        '(',
        ')',
        "'",
        '`',
        '=',
      ],
      ...[
        'https://',
        'Get "',
        'failed to ',
        'lookup ',
        'rpc error: ',
        'manifest ',
        'reading manifest x in ',
        'certificate is valid for ',
        ': ',
      ],
      ...['\u0000', '\u001b[31m', '\ud800', '😀', 'é', '0', '1:', 'x@x@', 'robot$', 'AKIA', 'image "'],
      ...['eyJ-', 'eyJ-.', '-a', 'a.', 'a/', 'a:', 'glpat-', ', ', '\\n'],
    ].map((unit) => [unit, unit]),
  );

  it.each(Object.keys(long))('%j for a long time, in every field', async (unit) => {
    const text = unit.repeat(Math.ceil(20_000 / unit.length));
    const waiting = { reason: 'ErrImagePull', message: text };
    const pod = (name: string, image: string) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'shop', name, labels: { [text]: text }, annotations: { [text]: text } },
      spec: {
        containers: [{ name: 'app', image }],
        imagePullSecrets: [{ name: 'pull' }, { name: text }],
        nodeName: text,
        serviceAccountName: text,
      },
      status: { phase: 'Pending', containerStatuses: [{ name: 'app', image, state: { waiting } }] },
    });
    const secret = secretObject(
      'shop',
      'pull',
      pullSecret({ [text]: login(text, text), [`https://${text}`]: { auth: base64(text) } }),
    );
    const event = {
      kind: 'Event',
      metadata: { namespace: 'shop', name: 'e' },
      involvedObject: { kind: 'Pod', namespace: 'shop', name: 'a', fieldPath: text },
      reason: 'Failed',
      message: text,
      type: 'Warning',
    };
    const sound = {
      ...waiting,
      message: `Failed to pull image "registry.acme.io/a": ${text}: 401 Unauthorized`,
    };
    const items = [
      pod('a', 'registry.acme.io/a'),
      pod('b', text),
      {
        ...pod('c', `registry.acme.io/${text}`),
        status: { containerStatuses: [{ name: 'app', image: 'x', state: { waiting: sound } }] },
      },
      secret,
      { ...secret, metadata: { name: text, namespace: text } },
      { ...secret, metadata: { name: 'opaque', namespace: 'shop' }, data: { [text]: text } },
      event,
    ];
    await runEverything(JSON.stringify({ kind: 'List', items }));
    readConfig(
      JSON.stringify({
        clusters: [{ name: 'a', cluster: { server: text, 'proxy-url': text } }],
        contexts: [{ name: 'a', context: { cluster: 'a', user: text } }],
        users: [{ name: text, user: { token: text, as: text, 'as-user-extra': { [text]: [text] } } }],
      }),
    );
  });
});
