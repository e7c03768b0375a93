import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, runProgram } from '../support/run-program.ts';

const page = (rule: string) => readFileSync(join(root, 'docs/rules', `${rule}.md`), 'utf8');
const explain = (input: string) => runProgram(['explain', '-'], { input });

describe('explain -', () => {
  it.each([
    [
      'failed to pull and unpack image "docker.io/acme/web:1": failed to resolve reference "docker.io/acme/web:1": docker.io/acme/web:1: not found',
      'docker.io/acme/web:1',
      'image-not-found',
    ],
    [
      'failed to do request: Head "https://ghcr.io/v2/acme/api/manifests/1.4": dial tcp: lookup ghcr.io on 10.0.0.10:53: no such host',
      'ghcr.io/acme/api:1.4',
      'registry-dns-failure',
    ],
    [
      'unexpected status from HEAD request to https://cache.acme.test:5000/v2/pause/manifests/3.9?ns=registry.k8s.io: 401 Unauthorized',
      'registry.k8s.io/pause:3.9',
      'registry-mirror-refused',
    ],
    ['reading manifest 1.4 in quay.io/acme/api: manifest unknown', 'quay.io/acme/api:1.4', 'image-not-found'],
    [
      "Error response from daemon: pull access denied for acme/api, repository does not exist or may require 'docker login': denied",
      'acme/api',
      'image-access-ambiguous',
    ],
  ])('says what a message means, with the page of the rule: %.60s', async (words, image, rule) => {
    const { code, stdout, stderr } = await explain(words);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.startsWith(`${image}\n`)).toBe(true);
    expect(stdout).toContain(words);
    expect(stdout).toContain('kubectl pullcheck pod -A');
    expect(stdout.endsWith(page(rule))).toBe(true);
  });

  it.each([
    ['toomanyrequests: You have reached your pull rate limit.', 'registry-rate-limited'],
    ['x509: certificate signed by unknown authority', 'registry-tls-untrusted'],
    ['net/http: TLS handshake timeout', 'registry-timeout'],
    ['no space left on device', 'node-disk-full'],
    ['no matching manifest for linux/arm64/v8 in the manifest list entries', 'image-platform-mismatch'],
    [
      'admission webhook "validate.kyverno.svc-fail" denied the request: resource Pod/shop/web was blocked due to the following policies',
      'workload-pods-refused',
    ],
    ['manifest unknown', 'image-not-found'],
    ['no basic auth credentials', 'no-pull-secret'],
    ['Your authorization token has expired. Reauthenticate and try again.', 'credential-expired'],
  ])('says what a sentence that names no image means: %s', async (words, rule) => {
    const { code, stdout, stderr } = await explain(words);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.startsWith(`${words}\n`)).toBe(true);
    expect(stdout.endsWith(page(rule))).toBe(true);
  });

  it.each([
    [
      'unauthorized: authentication required',
      ['no-pull-secret', 'credential-rejected', 'credential-lacks-access', 'image-access-ambiguous'],
    ],
    [
      'failed to fetch anonymous token: unexpected status: 401 Unauthorized',
      ['no-pull-secret', 'image-access-ambiguous'],
    ],
  ])('lists all that a refusal admits, and claims none of it: %s', async (words, wanted) => {
    const { code, stdout } = await explain(words);
    expect(code).toBe(0);
    const listed = [...stdout.matchAll(/^ {4}.+ {2}([a-z-]+)$/gm)].map(([, rule]) => rule);
    expect(listed).toEqual([...wanted, 'registry-refused']);
    expect(stdout).toMatch(/explain RULE\n$/);
  });

  it('claims nothing where the words say nothing', async () => {
    const { code, stdout } = await explain('Back-off pulling image "nginx:1.99"');
    expect(code).toBe(0);
    expect(stdout).toContain('what could be read does not tell why');
    expect(stdout).not.toContain('# ');
  });

  it('shows no login and no character that cannot be seen', async () => {
    const { stdout } = await explain(
      'Failed to pull image "acme/web:1": Get "https://jane:hunter2-hunter2@ghcr.io/v2/": denied \u202e\u001b[31m',
    );
    expect(stdout).not.toContain('hunter2');
    expect(stdout).toContain('<U+202E>');
    expect(stdout).not.toContain('\u001b');
  });

  it.each([
    '',
    'hello',
    'my dog has fleas',
    'ImagePullBackOff',
    'apiVersion: v1\nkind: List\nitems: []',
    '{"kind":',
    'Failed to pull image',
  ])('is one line and exit 3 for what is no such message: %j', async (input) => {
    const { code, stdout, stderr } = await explain(input);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^error: standard input holds no message of a failed pull[^\n]*\n$/);
  });
});

describe('a message by itself', () => {
  const message =
    'Failed to pull image "acme/api:1": pull access denied for acme/api, repository does not exist or may require docker login';

  it('makes a Pod without a name: no command names it, and nothing tells how long it fails', async () => {
    const { code, stdout } = await runProgram(['pod', '--from', '-'], { input: message });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^pod\/\(not named\), told by a message alone\n/);
    expect(stdout).not.toMatch(/pasted|for \d+s|in default|-n default|service account|not scheduled/);
    expect(stdout.match(/^ +\$ .*$/gm)?.map((line) => line.trim())).toEqual([
      '$ skopeo list-tags docker://docker.io/acme/api',
    ]);
  });

  it('that names no image is told to explain', async () => {
    const { code, stderr } = await runProgram(['pod', '--from', '-'], {
      input: 'toomanyrequests: slow down',
    });
    expect([code, stderr]).toEqual([
      3,
      'error: standard input holds no Kubernetes objects; for a message by itself use kubectl pullcheck explain -\n',
    ]);
  });
});
