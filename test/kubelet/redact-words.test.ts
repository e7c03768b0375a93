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
    ['https://b.s3.amazonaws.com/x?a=b&amp;X-Amz-Signature=9f2c4e6a8b0d&amp;x=y: 403', '9f2c4e6a8b0d'],
    ['https://b.s3.amazonaws.com/x?a=b\\u0026X-Amz-Signature=9f2c4e6a8b0d\\u0026x=y', '9f2c4e6a8b0d'],
    ['redirect?u=https%3A%2F%2Fb%3FX-Amz-Signature%3D9f2c4e6a8b0d', '9f2c4e6a8b0d'],
    ['https://storage.googleapis.com/x?X-Goog-Signature=9f2c4e6a8b0d: 403', '9f2c4e6a8b0d'],
    ['request had X-Auth-Token: xatQ8w3E5r7T9y1U', 'xatQ8w3E'],
    ['request had PRIVATE-TOKEN: prtA2s4D6f8G0h1J', 'prtA2s4D'],
    ['request had X-JFrog-Art-Api-Key: prtA2s4D6f8G0h1J', 'prtA2s4D'],
    ['map[Job-Token:[prtA2s4D6f8G0h1J]]', 'prtA2s4D'],
    ["{'Deploy-Token': 'prtA2s4D6f8G0h1J'}", 'prtA2s4D'],
    ['X-Auth-Token:xatQ8w3E5r7T9y1U', 'xatQ8w3E'],
    ['Set-Cookie: session=sesZ3x5C7v9B1n2M; Path=/; HttpOnly', 'sesZ3x5C'],
    ['Cookie: a=b; sid=sesZ3x5C7v9B1n2M', 'sesZ3x5C'],
    [
      'Authorization: AWS4-HMAC-SHA256 Credential=ASIAQ/20261120/x, SignedHeaders=host, Signature=5e7f9a1b3c5d',
      '5e7f9a1b',
    ],
    ['Authorization: Digest username="jane", response="6629fae49393a053"', '6629fae4'],
    [
      '{\\"Authorization\\":\\"Digest username=\\\\\\"j\\\\\\", response=\\\\\\"6629fae49393a053\\\\\\"\\"}',
      '6629fae4',
    ],
    ["dial http://jane:p@ss/Wq7Er3Ty9'Ui5@proxy.example.com:3128: refused", 'Wq7Er3Ty9'],
    ['fetch https://jane:a?b#c@git.example.com/x failed', 'a?b#c'],
    ['{"password":"a\\"Wq7Er3Ty9","x":1}', 'Wq7Er3Ty9'],
    ['docker login -u jane --password Wq7Er3Ty9 failed', 'Wq7Er3Ty9'],
    ['//reg.example.com/:_authToken=Wq7Er3Ty9', 'Wq7Er3Ty9'],
    [`blob ${Buffer.from('oauth2accesstoken:ya29.a0AfH6SMBx7Wq7Er3Ty9').toString('base64')}`, 'b2F1dGgy'],
    ...[
      ...['gho_', 'ghs_', 'ghu_', 'ghr_', 'github_pat_', 'glsoat-', 'glft-', 'gldt-', 'glptt-', 'dckr_pat_'],
      ...[
        'dckr_oat_',
        'hf_',
        'sk-proj-',
        'xoxb-',
        'npm_',
        'nvapi-',
        'hvs.',
        'ya29.',
        'pypi-',
        'AIza',
        'sbp_',
      ],
      ...['dop_v1_', 'dapi', 'AKIA', 'ASIA', 'AKCp', 'sha256~'],
    ].map((prefix) => {
      const digits = /^(?:dop|dapi|sbp)/.test(prefix)
        ? '0123456789abcdef0123456789abcdef'
        : prefix.startsWith('A') && prefix.endsWith('IA')
          ? '0123456789ABCDEF'
          : '0123456789abcdefABCDEF0123456789abcdef';
      return [`key ${prefix}${digits} is unknown`, digits] as [string, string];
    }),
    ['-----BEGIN PRIVATE KEY-----\nMIIEvQ==\n-----END PRIVATE KEY-----', 'MIIEvQ'],
  ])('%s', (words, secret) => {
    expect(redactWords(words)).not.toContain(secret);
    expect(redactWords(words)).toContain('[redacted]');
  });

  it.each([
    'failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.acme.io/token?scope=repository%3Aa%3Apull&service=registry.acme.io: 401 Unauthorized',
    'Head "https://mirror.acme.io/v2/library/nginx/manifests/1?ns=docker.io": dial tcp 10.0.0.1:443: i/o timeout',
    'Failed to pull image "registry.acme.io/app@sha256:ab": not found',
    'docker://reg.example.com:5000/team/a@sha256:ab: manifest unknown; user jane@example.com',
    'insufficient_scope: authorization failed: invalid token: expired; password: incorrect',
    'denied: requested access to the resource is denied, token: not given, secret: regcred',
    'Failed to pull image "acmeuser-auth:latest": pull access denied for acmeuser-auth, repository does not exist',
    'Failed to pull image "reg.acme.io/user-auth:1.2.3-20261120": reg.acme.io/user-auth:1.2.3-20261120: not found',
    'Back-off pulling image "user-auth": ErrImagePull: manifest for user-auth: unknown tag',
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

  it('takes linear time', () => {
    const before = process.cpuUsage().user;
    const units = [
      '=',
      '://',
      'a@',
      ':',
      'token=',
      '"auth":"',
      '\\"auth\\":\\"',
      'eyJ',
      'ghp_',
      'a-',
      'cookie: a=',
      '%',
    ];
    for (const unit of [
      ...units,
      'authorization: a b=c,',
      '--token ',
      ' ',
      '\\"',
      '-----BEGIN PRIVATE KEY-----',
      'sig',
      '://a:',
    ])
      redactWords(unit.repeat(32_000 / unit.length));
    expect(process.cpuUsage().user - before).toBeLessThan(4_000_000);
  });

  it('changes nothing twice, and takes any text', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'x-auth',
        'job-token',
        ':',
        ' ',
        '[',
        ']',
        '"',
        'Q8w3E5r7',
        'latest',
        '[redacted]',
        '=',
      ),
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (words) => redactWords(redactWords(words)) === redactWords(words),
      ),
    );
  });
});
