import { describe, expect, it } from 'vitest';
import { classifyPullError } from '../../src/pull-error/classify.ts';

const resolving =
  'failed to pull and unpack image "a.example/b:1": failed to resolve reference "a.example/b:1": ';
const oauth = `${resolving}failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.example/token?scope=x&service=y: 401 Unauthorized`;
const anonymous = `${resolving}failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://auth.example/token?scope=x&service=y: 401 Unauthorized`;

describe('attempts', () => {
  it('splits the list that the kubelet makes of one error per credential', () => {
    const read = classifyPullError(
      `Failed to pull image "a.example/b:1": [rpc error: code = Unknown desc = ${oauth}, rpc error: code = Unknown desc = ${anonymous}]`,
    );
    expect(read.attempts.map(({ label, credentialSent }) => [label, credentialSent])).toEqual([
      ['unauthorized-bad-credentials', 'yes'],
      ['unauthorized-no-credentials', 'no'],
    ]);
    expect(read.label).toBe('unauthorized-bad-credentials');
    expect(read.cut).toBe(false);
  });

  it('answers with the attempt that got furthest, wherever it stands', () => {
    const missing = `${resolving}a.example/b:1: not found`;
    expect(classifyPullError(`[${oauth}, ${missing}]`)).toMatchObject({
      label: 'tag-not-found',
      attempts: { length: 2 },
    });
    expect(classifyPullError(`[${missing}, ${oauth}]`).label).toBe('tag-not-found');
    expect(classifyPullError(`[${resolving}context canceled, ${oauth}]`).label).toBe(
      'unauthorized-bad-credentials',
    );
  });

  it.each([
    'choosing image instance: no image found in manifest list for architecture "arm64", variant "v8", OS "linux"',
    'failed to commit on ref "layer-sha256:1": unexpected commit digest sha256:a, expected sha256:b: failed precondition',
    "Error response from daemon: pull access denied for a/b, repository does not exist or may require 'docker login'",
    'unexpected status code [manifests 1, 2]: 401 Unauthorized',
    'x509: certificate is valid for a.example, b.example, not c.example',
    'Get "http://[::1]:5000/v2/": dial tcp [::1]:5000: connect: connection refused',
  ])('is not fooled by commas and brackets: %s', (text) => {
    expect(classifyPullError(text).attempts).toHaveLength(1);
    expect(classifyPullError(`[${text}, context canceled]`).attempts.map((attempt) => attempt.text)).toEqual(
      text.startsWith('unexpected') || text.startsWith('x509')
        ? [`[${text}, context canceled]`]
        : [text, 'context canceled'],
    );
  });

  it('says mirror-misconfigured when mirror and primary failed differently, with the mirror as the host', () => {
    const read = classifyPullError(
      'initializing source docker://quay.io/a/b:1: (Mirrors also failed: [mirror.example:5000/a/b:1: reading manifest 1 in mirror.example:5000/a/b: manifest unknown]): quay.io/a/b:1: pinging container registry quay.io: Get "https://quay.io/v2/": dial tcp: lookup quay.io on 192.0.2.53:53: no such host',
    );
    expect(read).toMatchObject({
      label: 'mirror-misconfigured',
      party: 'mirror',
      mirrorLabel: 'tag-not-found',
      host: 'mirror.example:5000',
    });
  });

  it('keeps the cause that mirror and primary share', () => {
    const text =
      '(Mirrors also failed: [m.example/a:1: reading manifest 1 in m.example/a: manifest unknown]): quay.io/a:1: reading manifest 1 in quay.io/a: manifest unknown';
    expect(classifyPullError(text)).toMatchObject({ label: 'tag-not-found', party: 'mirror' });
  });
});

describe('whether a credential was sent', () => {
  it.each([
    ['yes', oauth],
    ['yes', 'Error response from daemon: unauthorized: incorrect username or password'],
    ['yes', 'denied: HTTP Basic: Access denied'],
    ['yes', 'unauthorized: Invalid Username or Password'],
    ['yes', 'denied: Your authorization token has expired. Reauthenticate and try again.'],
    ['no', anonymous],
    [
      'no',
      `${resolving}pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`,
    ],
    ['no', 'failed to handle basic auth because missing username or secret'],
    [
      'no',
      'toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
    ],
    ['unknown', 'toomanyrequests: You have reached your pull rate limit.'],
    [
      'unknown',
      'unable to retrieve auth token: invalid username/password: unauthorized: authentication required',
    ],
    ['unknown', 'Requesting bearer token: invalid status code from registry 403 (Forbidden)'],
    [
      'unknown',
      'unexpected status from HEAD request to https://a.example/v2/b/manifests/1: 401 Unauthorized',
    ],
    [
      'unknown',
      "unauthorized: You don't have the needed permissions to perform this operation, and you may have invalid credentials.",
    ],
  ] as const)('%s: %s', (sent, text) => {
    expect(classifyPullError(text).credentialSent).toBe(sent);
  });
});

describe('where it failed', () => {
  const nothing = { host: null, address: null, status: null };

  it.each([
    [oauth, { host: 'auth.example', status: 401, party: 'token-service', step: 'token' }],
    [
      `${resolving}pulling from host a.example:5000 failed with status code [manifests 1]: 503 Service Unavailable`,
      { host: 'a.example:5000', status: 503 },
    ],
    [
      `${resolving}failed to do request: Head "https://m.example/v2/b/manifests/1?ns=a.example": dial tcp 192.0.2.1:443: i/o timeout`,
      { host: 'm.example', address: '192.0.2.1:443', party: 'mirror', step: 'resolve' },
    ],
    [
      `${resolving}failed to do request: Head "https://a.example/v2/b/manifests/1": dial tcp: lookup a.example on 192.0.2.53:53: no such host`,
      { host: 'a.example', address: '192.0.2.53:53' },
    ],
    [
      'Get "https://a.example/v2/": Get "https://auth.example/token?service=a": dial tcp: lookup auth.example: no such host',
      { host: 'auth.example', party: 'token-service', step: 'token' },
    ],
    [
      'Get "https://a.example/v2/": proxyconnect tcp: dial tcp: lookup proxy.example on 192.0.2.53:53: no such host',
      { host: 'proxy.example', address: '192.0.2.53:53' },
    ],
    [
      'Get "https://a.example/v2/": proxyconnect tcp: dial tcp 192.0.2.9:3128: connect: connection refused',
      { host: '192.0.2.9:3128', address: '192.0.2.9:3128' },
    ],
    ['failed to do request: Head "https://a.example/v2/b/manifests/1": Service Unavailable', {}],
    [
      'Get "http://[::1]:5000/v2/": dial tcp [::1]:5000: connect: connection refused',
      { host: '[::1]:5000', address: '[::1]:5000' },
    ],
    ['reading manifest 1 in quay.io/a/b: manifest unknown', { host: 'quay.io' }],
    [
      'pinging container registry a.example: StatusCode: 403, <!doctype html><meta charset="utf-8"><meta name=vi...',
      { host: 'a.example', status: 403 },
    ],
    ["pull access denied for team/api, repository does not exist or may require 'docker login'", {}],
    ['error parsing HTTP 404 response body: unexpected end of JSON input: ""', { status: 404 }],
    ['API error (500): pull QPS exceeded', {}],
    [
      'toomanyrequests: You have reached your pull rate limit: https://www.docker.com/increase-rate-limit',
      {},
    ],
  ])('%s', (text, facts) => {
    expect(classifyPullError(text)).toMatchObject({ ...nothing, ...facts });
  });
});

describe('whether the words end in the middle', () => {
  it.each([
    [true, 'failed to do request: Head "https://a.exam'],
    [true, 'failed to do request: Head "https://a.example/v2/b/manifests/1": dial tcp:'],
    [true, 'unexpected status from HEAD request to https://a.example/v2/b/manifests/1'],
    [true, `[${oauth}, ${resolving}`],
    [true, 'unable to parse auth field…'],
    [false, oauth],
    [false, 'no such image: a.example/pause:3.0": invalid reference format'],
    [
      false,
      'pinging container registry a.example: StatusCode: 403, <!doctype html><meta charset="utf-8"><meta name=vi...',
    ],
    [false, 'Back-off pulling image "a.example/b:1"'],
    [false, ''],
  ])('%s: %s', (cut, text) => {
    expect(classifyPullError(text).cut).toBe(cut);
  });
});
