import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pullErrorLabels } from '../../src/model/pull-error.ts';
import { classifyPullError } from '../../src/pull-error/classify.ts';

const messages = readFileSync(new URL('../fixtures/messages/visible.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { readonly message: string }).message);

const words = fc.constantFrom(
  ...[
    'unauthorized',
    'denied',
    'forbidden',
    'timeout',
    '429',
    '401',
    '503',
    'toomanyrequests',
    'not-found',
    'manifest-unknown',
  ],
  ...[
    'x509',
    'no-such-host',
    'lookup',
    'proxyconnect',
    'connection-refused',
    'oauth-token',
    'anonymous-token',
    'eof',
    'throttle',
  ],
  ...[
    'invalid-image-reference',
    'notary',
    'schema1',
    'lchown',
    'no_space_left',
    'hosts.toml',
    'proxy',
    'sha256',
    'certs.d',
    'robot',
  ],
);
const component = fc.array(words, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('-'));
const tag = component.map((text) => text.replace(/^\W+/, ''));

/**
 * Error texts of every runtime around an image `registry/repository:tag`; the label does not depend
 * on the names.
 */
const shapes: readonly ((repository: string, tag: string) => string)[] = [
  (r, t) =>
    `failed to pull and unpack image "docker.io/library/${r}:${t}": failed to resolve reference "docker.io/library/${r}:${t}": docker.io/library/${r}:${t}: not found`,
  (r, t) =>
    `failed to pull and unpack image "a.example/${r}:${t}": failed to resolve reference "a.example/${r}:${t}": failed to do request: Head "https://a.example/v2/${r}/manifests/${t}": dial tcp 192.0.2.1:443: connect: connection refused`,
  (r, t) =>
    `failed to resolve reference "a.example/${r}:${t}": pulling from host a.example failed with status code [manifests ${t}]: 503 Service Unavailable`,
  (r) =>
    `Error response from daemon: pull access denied for ${r}, repository does not exist or may require 'docker login'`,
  (r, t) =>
    `Error response from daemon: manifest for ${r}:${t} not found: manifest unknown: manifest unknown`,
  (r) =>
    `Error response from daemon: repository ${r} not found: name unknown: repository name not known to registry`,
  (r, t) =>
    `initializing source docker://a.example/${r}:${t}: reading manifest ${t} in a.example/${r}: unauthorized: access to the requested resource is not authorized`,
  (r, t) => `short name mode is enforcing, but image name ${r}:${t} returns ambiguous list`,
  (r, t) => `image pull failed for ${r}:${t} because the registry is unavailable.`,
  (r, t) =>
    `failed to pull and unpack image "a.example/${r}:${t}": no match for platform in manifest: not found`,
];

describe('any text', () => {
  it('never throws, and answers with a known label and the whole text', () => {
    const pieces = fc.array(
      fc.oneof(fc.constantFrom(...messages), fc.string(), fc.constantFrom('[', ']', ', ', '"', ': ', '\n')),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(pieces, fc.string(), (parts, reason) => {
        const text = parts.join('');
        const read = classifyPullError(text, reason);
        expect(read.text).toBe(text);
        expect(pullErrorLabels).toContain(read.label);
        for (const attempt of read.attempts) expect(pullErrorLabels).toContain(attempt.label);
      }),
      { numRuns: 400 },
    );
  });

  it('means the same behind the wrappers of kubelet, kubectl and gRPC', () => {
    const runtimes = messages.filter((text) =>
      /^(?:failed to|Error response from daemon|initializing source|copying)/.test(text),
    );
    expect(runtimes.length).toBeGreaterThan(20);
    for (const text of runtimes) {
      const { label } = classifyPullError(text);
      for (const prefix of [
        'Failed to pull image "a.example/b:1": ',
        'Back-off pulling image "a.example/b:1": ErrImagePull: ',
        'Failed to pull image "a.example/b:1": rpc error: code = Unknown desc = ',
        '(combined from similar events): spec.containers{app}: Failed to pull image "a.example/b:1": ',
      ]) {
        expect(classifyPullError(prefix + text).label, prefix + text).toBe(label);
      }
    }
  });

  it('does not take an image name for a cause', () => {
    fc.assert(
      fc.property(fc.constantFrom(...shapes), component, tag, (shape, name, version) => {
        const wrap = (r: string, t: string) => `Failed to pull image "${r}:${t}": ${shape(r, t)}`;
        expect(classifyPullError(wrap(name, version)).label, wrap(name, version)).toBe(
          classifyPullError(wrap('api', 'v1')).label,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('reads 100 KB of hostile text in less than a second', () => {
    const seeds = [
      'a',
      'a/',
      'a>',
      '"',
      '[',
      '] [',
      ' ',
      '│ ',
      '\n',
      'https://',
      '[http://',
      'lookup ',
      'manifest ',
      'status code [',
      'failed to pull, ',
      '(Mirrors also failed: [',
      '… ',
      'dial udp ',
    ];
    for (const seed of seeds) {
      for (const [before, after] of [
        ['', ' x'],
        ['Failed to pull image "a": [failed to pull image ', '"'],
      ] as const) {
        const text = before + seed.repeat(100_000 / seed.length) + after;
        const started = performance.now();
        classifyPullError(text);
        expect(performance.now() - started, seed).toBeLessThan(1000);
      }
    }
  });
});
