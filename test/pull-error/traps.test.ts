import { describe, expect, it } from 'vitest';
import { type PullErrorLabel, pullErrorLabels } from '../../src/model/pull-error.ts';
import { classifyPullError } from '../../src/pull-error/classify.ts';

const pulling = 'Failed to pull image "registry.example.com/shop/api:1": ';
const resolving = `${pulling}failed to pull and unpack image "registry.example.com/shop/api:1": failed to resolve reference "registry.example.com/shop/api:1": `;
const asking = `${resolving}failed to do request: Head "https://registry.example.com/v2/shop/api/manifests/1": `;
const daemon = `${pulling}rpc error: code = Unknown desc = Error response from daemon: `;
const crio = `${pulling}initializing source docker://registry.example.com/shop/api:1: `;
const token =
  'https://auth.example.com/token?scope=repository%3Ashop%2Fapi%3Apull&service=registry.example.com';

const traps: readonly (readonly [label: PullErrorLabel, text: string, reason?: string])[] = [
  // a 403 with `anonymous`, a 401 with `oauth`
  [
    'unauthorized-no-credentials',
    `${resolving}failed to authorize: failed to fetch anonymous token: unexpected status from GET request to ${token}: 403 Forbidden`,
  ],
  [
    'unauthorized-bad-credentials',
    `${resolving}failed to authorize: failed to fetch oauth token: unexpected status from GET request to ${token}: 401 Unauthorized`,
  ],
  [
    'forbidden-insufficient-scope',
    `${resolving}failed to authorize: failed to fetch oauth token: unexpected status from POST request to ${token}: 403 Forbidden`,
  ],
  [
    'registry-5xx',
    `${resolving}failed to authorize: failed to fetch oauth token: unexpected status from POST request to ${token}: 503 Service Unavailable`,
  ],
  [
    'repository-or-access-denied-ambiguous',
    `${resolving}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
  ],
  [
    'unauthorized-no-credentials',
    `${resolving}failed to handle basic auth because missing username or secret`,
  ],
  [
    'repository-or-access-denied-ambiguous',
    `${pulling}rpc error: code = Unknown desc = Error: image shop/api:1 not found`,
  ],
  // what ends in `not found` without being a missing tag
  [
    'image-inspect-failed',
    `${pulling}rpc error: code = NotFound desc = an error occurred when try to find image "sha256:1111": not found`,
  ],
  ['tag-not-found', `${resolving}registry.example.com/shop/api:1: not found`],
  [
    'digest-not-found',
    `${daemon}manifest for registry.example.com/shop/api@sha256:1111 not found: manifest unknown: manifest unknown`,
  ],
  [
    'platform-mismatch',
    `${pulling}failed to pull and unpack image "x": no match for platform in manifest sha256:1111: not found`,
  ],
  [
    'blob-missing-or-corrupt',
    `${pulling}failed to copy: httpReadSeeker: failed open: could not fetch content descriptor sha256:1111 (application/vnd.oci.image.layer.v1.tar+gzip) from remote: not found`,
  ],
  ['mirror-misconfigured', `${resolving}no resolve hosts: not found`],
  [
    'repository-not-found',
    `${crio}reading manifest 1 in registry.example.com/shop/api: unknown: repository shop/api not found`,
  ],
  // whose `connection refused` and `timeout` it is
  ['connection-refused', `${asking}dial tcp 192.0.2.1:443: connect: connection refused`],
  ['proxy-failure', `${asking}proxyconnect tcp: dial tcp 192.0.2.9:3128: connect: connection refused`],
  [
    'proxy-failure',
    `${asking}proxyconnect tcp: dial tcp: lookup proxy.example.com on 192.0.2.53:53: no such host`,
  ],
  [
    'dns-failure',
    `${asking}dial tcp: lookup registry.example.com on 192.0.2.53:53: read udp 192.0.2.7:9->192.0.2.53:53: read: connection refused`,
  ],
  [
    'dns-failure',
    `${asking}dial tcp: lookup registry.example.com on 192.0.2.53:53: dial udp 192.0.2.53:53: connect: network is unreachable`,
  ],
  [
    'dns-failure',
    `${asking}dial tcp: lookup registry.example.com on 192.0.2.53:53: read udp 192.0.2.7:9->192.0.2.53:53: i/o timeout`,
  ],
  [
    'runtime-unavailable',
    `${pulling}rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"`,
  ],
  // Go's words for a proxy that refuses CONNECT, against a registry's own refusal
  ['proxy-failure', `${asking}Forbidden`],
  ['proxy-failure', `${asking}Proxy Authentication Required`],
  [
    'proxy-failure',
    `${crio}pinging container registry registry.example.com: Get "https://registry.example.com/v2/": Internal Server Error`,
  ],
  ['registry-4xx-other', `${daemon}Head "https://registry.example.com/v2/shop/api/manifests/1": Forbidden`],
  // the gRPC code says little
  [
    'connect-timeout',
    asking.replace('": failed', '": rpc error: code = DeadlineExceeded desc = failed') +
      'dial tcp 192.0.2.1:443: i/o timeout',
  ],
  ['pull-timeout', `${pulling}rpc error: code = DeadlineExceeded desc = context deadline exceeded`],
  ['pull-timeout', `${asking}context canceled`],
  ['pull-timeout', `${pulling}rpc error: code = Canceled desc = failed to pull and unpack image`],
  // answers of content hosts and of HTML pages
  [
    'registry-4xx-other',
    `${pulling}failed to copy: httpReadSeeker: failed open: unexpected status code https://bucket.s3.amazonaws.com/docker/registry/v2/blobs/sha256/11/data: 403 Forbidden`,
  ],
  [
    'registry-4xx-other',
    `${daemon}error parsing HTTP 403 response body: invalid character '<' looking for beginning of value: "<html><title>unauthorized: timeout</title></html>"`,
  ],
  [
    'http-client-https-server',
    `${daemon}error parsing HTTP 400 response body: invalid character '<' looking for beginning of value: "<html><title>400 The plain HTTP request was sent to HTTPS port</title></html>"`,
  ],
  [
    'tls-client-cert-required',
    `${daemon}error parsing HTTP 400 response body: invalid character '<' looking for beginning of value: "<html><title>400 No required SSL certificate was sent</title></html>"`,
  ],
  ['registry-4xx-other', `${resolving}unexpected status code [manifests 1]: 412 Precondition Failed`],
  [
    'registry-4xx-other',
    `${crio}reading manifest latest in registry.example.com/shop/api: unsupported: This repository does not use the "latest" tag to refer to the most recently published image`,
  ],
  // kubelets up to 1.5 blame credentials for everything
  [
    'dns-failure',
    'Failed to pull image "example.com/a:1": image pull failed for example.com/a:1, this may be because there are no credentials on this request.  details: (Get https://example.com/v2/: dial tcp: lookup example.com: no such host)',
  ],
  // unpacking: the errno decides
  [
    'disk-full',
    `${pulling}failed to extract layer sha256:11: mount callback failed on /tmp/x: write /tmp/x/y: no space left on device: unknown`,
  ],
  [
    'layer-unpack-error',
    `${pulling}failed to extract layer sha256:11: mount callback failed on /tmp/x: permission denied`,
  ],
  [
    'layer-unpack-error',
    `${pulling}writing blob: adding layer with blob "sha256:11": Error processing tar file(exit status 1): Error while loading /: Permission denied`,
  ],
  [
    'layer-unpack-error',
    `${pulling}failed to extract layer sha256:11: mount callback failed on /tmp/x: unexpected EOF: unknown`,
  ],
  [
    'pull-interrupted',
    `${pulling}writing blob: storing blob to file "/var/tmp/1": happened during read: unexpected EOF`,
  ],
  ['layer-unpack-error', `${pulling}failed to extract layer sha256:11: operation not permitted: unknown`],
  [
    'tls-hostname-mismatch',
    `${asking}x509: certificate is valid for content trust.example, not no such image.example`,
  ],
  // CRI-O reports image and artifact, and inspects short names
  [
    'tag-not-found',
    `${pulling}unable to pull image or OCI artifact: pull image err: initializing source docker://a.example/b:1: reading manifest 1 in a.example/b: manifest unknown; artifact err: get manifest: context canceled`,
  ],
  [
    'short-name-unresolvable',
    'Failed to inspect image "": rpc error: code = Unknown desc = short-name "api:1" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
    'InspectFailed',
  ],
  [
    'image-inspect-failed',
    'Failed to inspect image "api:1": rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    'InspectFailed',
  ],
  [
    'connection-refused',
    'image pull failed for a.example/b:1 because the registry is unavailable: pinging container registry a.example: Get "https://a.example/v2/": dial tcp 192.0.2.1:443: connect: connection refused',
    'RegistryUnavailable',
  ],
  // a decoder's error is the kubelet's only when it is the whole error
  ['malformed-pull-secret', `${pulling}invalid character '\\n' in string literal`],
  ['malformed-pull-secret', 'Error: illegal base64 data at input byte 4', 'Failed'],
  ['registry-5xx', `${daemon}error parsing HTTP 502 response body: unexpected end of JSON input: ""`],
  // reasons that say more than their text
  ['malformed-pull-secret', '', 'illegal base64 data at input byte 4'],
  ['never-pull-policy', '', 'ErrImageNeverPull'],
  ['invalid-image-reference', 'Error: InvalidImageName', 'Failed'],
  [
    'signature-policy-rejected',
    'image pull failed for a because the signature validation failed: any words',
    'SignatureValidationFailed',
  ],
  [
    'missing-pull-secret',
    'Unable to retrieve some image pull secrets (a, b); attempting to pull the image may not succeed.',
    'FailedToRetrieveImagePullSecret',
  ],
  ['backoff-only', '', 'ImagePullBackOff'],
  ['backoff-only', 'Back-off pulling image "a.example/b:1"', 'BackOff'],
  ['backoff-only', 'container "app" in pod "web" is waiting to start: trying and failing to pull image'],
  ['unknown', 'MountVolume.SetUp failed for volume "v" : secret "s" not found', 'FailedMount'],
  ['unknown', ''],
  // the remaining labels
  [
    'ecr-token-expired',
    `${daemon}denied: Your authorization token has expired. Reauthenticate and try again.`,
  ],
  [
    'ensure-secret-pulled',
    'Failed to record image pull intent for container image "a.example/b:1": open /var/lib/kubelet/image_manager/pulling/x: read-only file system',
  ],
  [
    'disk-full',
    'Failed to record image pull intent for container image "a.example/b:1": failed to record image pull intent: write /var/lib/kubelet/image_manager/pulling/.x: no space left on device',
  ],
  [
    'disk-full',
    'failed to record image pull intent: write /var/lib/kubelet/image_manager/pulling/.x: disk quota exceeded',
  ],
  ['manifest-schema-unsupported', `${pulling}number of layers and diffIDs don't match: 1 != 0`],
  ['digest-mismatch', `${crio}Manifest does not match provided manifest digest sha256:11`],
  [
    'invalid-image-reference',
    'Failed to apply default image tag "A/b": couldn\'t parse image name "A/b": invalid reference format',
  ],
  [
    'short-name-ambiguous',
    `${pulling}short name mode is enforcing, but image name api:1 returns ambiguous list`,
  ],
  ['rate-limited', `${daemon}toomanyrequests: You have reached your pull rate limit.`],
  ['pull-qps-exceeded', `${pulling}pull QPS exceeded`],
  ['no-route-to-host', `${asking}dial tcp 192.0.2.1:443: connect: no route to host`],
  ['connection-reset', `${asking}read tcp 192.0.2.7:9->192.0.2.1:443: read: connection reset by peer`],
  [
    'registry-unavailable',
    'image pull failed for a.example/b:1 because the registry is unavailable.',
    'RegistryUnavailable',
  ],
  [
    'tls-unknown-authority',
    `${asking}tls: failed to verify certificate: x509: certificate signed by unknown authority`,
  ],
  [
    'tls-expired-cert',
    `${asking}x509: certificate has expired or is not yet valid: current time 2025-06-12T03:05:25Z is after 2025-06-07T05:48:45Z`,
  ],
  [
    'tls-hostname-mismatch',
    `${asking}x509: cannot validate certificate for 192.0.2.1 because it doesn't contain any IP SANs`,
  ],
  ['https-client-http-server', `${asking}http: server gave HTTP response to HTTPS client`],
  ['image-gc-evicted', 'The node was low on resource: ephemeral-storage.', 'Evicted'],
  [
    'volume-image-error',
    'Error: failed to mount image volume: ImageVolumeMountFailed: only directory subpath is supported',
    'Failed',
  ],
];

describe('causes that look alike', () => {
  for (const [label, text, reason] of traps) {
    it(`${label}: ${text || reason}`, () => {
      expect(classifyPullError(text, reason).label).toBe(label);
    });
  }

  it('covers every label', () => {
    expect(new Set(traps.map(([label]) => label))).toEqual(
      // the Pod's events tell that one, not words alone: sandbox.test.ts
      new Set(pullErrorLabels.filter((label) => label !== 'sandbox-image-error')),
    );
  });
});

describe('pasted text', () => {
  it.each<[what: string, text: string, label: PullErrorLabel]>([
    [
      'hard wrap inside the word that matters',
      `${daemon}Get "https://registry.example.com/v2/": no basic auth cre\ndentials`,
      'unauthorized-no-credentials',
    ],
    [
      'a terminal frame',
      '│ Failed to pull image "a.example/b:1": dial tcp 192.0.2.1:443:   │\n│ connect: connection refused   │',
      'connection-refused',
    ],
    ['typographic quotes', 'Failed to pull image “a.example/timeout:1”: manifest unknown', 'tag-not-found'],
    [
      'a Markdown link',
      `failed to fetch anonymous token: unexpected status from GET request to [${token}](${token}): 401 Unauthorized`,
      'unauthorized-no-credentials',
    ],
    [
      'kubectl and event aggregation',
      '(combined from similar events): spec.initContainers{init}: Failed to pull image "a.example/b:1": pull QPS exceeded',
      'pull-qps-exceeded',
    ],
    [
      'a line of kubectl describe',
      '  Warning  Failed     12s (x3 over 1m)  kubelet            Failed to pull image "a.example/b:1": illegal base64 data at input byte 0',
      'malformed-pull-secret',
    ],
    [
      "the kubelet's log",
      'failed to "StartContainer" for "app" with ImagePullBackOff: "Back-off pulling image \\"a.example/b:1\\": ErrImagePull: pull QPS exceeded"',
      'pull-qps-exceeded',
    ],
  ])('%s', (_, text, label) => {
    expect(classifyPullError(text).label).toBe(label);
  });
});
