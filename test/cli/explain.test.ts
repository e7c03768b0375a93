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

  it.each(['', 'hello', 'apiVersion: v1\nkind: List\nitems: []', '{"kind":', 'Failed to pull image'])(
    'is one line and exit 3 for what is no such message: %j',
    async (input) => {
      const { code, stdout, stderr } = await explain(input);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toMatch(/^error: standard input holds no message of a failed pull[^\n]*\n$/);
    },
  );
});
