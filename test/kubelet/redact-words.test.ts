import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactWords } from '../../src/kubelet/redact-words.ts';
import { classifyPullError } from '../../src/pull-error/classify.ts';

describe('words of the kubelet', () => {
  it.each([
    ['Get "https://acr1.blob.core.windows.net/x/data?se=2026-01-01&sig=AbCdSIG%3D&sp=r": EOF', 'AbCdSIG'],
    ['Get "https://s3.amazonaws.com/x?X-Amz-Signature=0123abcd&X-Amz-Date=20260101": EOF', '0123abcd'],
    ['Get "https://s3.amazonaws.com/x?X-Amz-Security-Token=IQoJb3": EOF', 'IQoJb3'],
    ['Get "https://jane:hunter2@registry.acme.io/v2/": 401', 'hunter2'],
    ['header Authorization: Bearer abc.def.ghi refused', 'abc.def.ghi'],
    ['denied for ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'ghp_abc'],
    ['token eyJhbGciOiJub25lIn0.eyJleHAiOjF9.c2ln is old', 'eyJleHAiOjF9'],
    ['https://auth.acme.io/token?service=x&scope=repository:a:pull&password=hunter2', 'hunter2'],
    ['{"headers":{"Authorization":["Basic amFuZTpodW50ZXIy"]}}', 'amFuZTpodW50ZXIy'],
    ['{\\"authorization\\": \\"Bearer hunter2\\"}', 'hunter2'],
    ['{"username":"jane","password": "hunter2"}', 'hunter2'],
    ['sent Bearer 0123456789abcdefghij', '0123456789'],
    ['sent Basic amFuZTpodW50ZXIy', 'amFuZTpodW50ZXIy'],
    ['-----BEGIN PRIVATE KEY-----\nMIIEvQ==\n-----END PRIVATE KEY-----', 'MIIEvQ'],
  ])('%s', (words, secret) => {
    expect(redactWords(words)).not.toContain(secret);
    expect(redactWords(words)).toContain('[redacted]');
  });

  it.each([
    'failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.acme.io/token?scope=repository%3Aa%3Apull&service=registry.acme.io: 401 Unauthorized',
    'Head "https://mirror.acme.io/v2/library/nginx/manifests/1?ns=docker.io": dial tcp 10.0.0.1:443: i/o timeout',
    'Failed to pull image "registry.acme.io/app@sha256:ab": not found',
    'Bearer realm="https://auth.acme.io/token",service="registry.acme.io"; Basic authentication required',
  ])('%s stays whole', (words) => {
    expect(redactWords(words)).toBe(words);
  });

  it('keeps the label of every recorded text', () => {
    const rows = readFileSync(new URL('../fixtures/messages/visible.jsonl', import.meta.url), 'utf8')
      .trim()
      .split('\n');
    for (const { message, reason } of rows.map(
      (row) => JSON.parse(row) as { message: string; reason: string },
    ))
      expect(classifyPullError(redactWords(message), reason).label).toBe(
        classifyPullError(message, reason).label,
      );
  });

  it('changes nothing twice, and takes any text', () => {
    fc.assert(fc.property(fc.string(), (words) => redactWords(redactWords(words)) === redactWords(words)));
  });
});
