import { describe, expect, it } from 'vitest';
import { readSandboxPull } from '../../src/pull-error/sandbox.ts';

const failed = 'Failed to create pod sandbox: rpc error: code = Unknown desc = ';
const pause = 'registry.k8s.io/pause:3.9';

describe('readSandboxPull', () => {
  it.each([
    [
      'containerd 1.x',
      `${failed}failed to get sandbox image "${pause}": failed to pull image "${pause}": failed to pull and unpack image "${pause}": failed to resolve reference "${pause}": failed to do request: Head "https://registry.k8s.io/v2/pause/manifests/3.9": dial tcp 34.96.108.209:443: i/o timeout`,
      'connect-timeout',
    ],
    [
      'containerd 2.x',
      `${failed}failed to pull image "${pause}": failed to pull and unpack image "${pause}": failed to resolve image: pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`,
      'unauthorized-no-credentials',
    ],
    [
      'containerd 2.x, not there',
      `Failed to create pod sandbox: rpc error: code = NotFound desc = failed to start sandbox "4f1c": failed to get sandbox image "${pause}": failed to pull image "${pause}": failed to pull and unpack image "${pause}": failed to resolve image: ${pause}: not found`,
      'tag-not-found',
    ],
    [
      'CRI-O',
      `${failed}creating pod sandbox with name "k8s_web_shop_0": initializing source docker://${pause}: pinging container registry registry.k8s.io: Get "https://registry.k8s.io/v2/": dial tcp: lookup registry.k8s.io on 10.0.0.2:53: no such host`,
      'dns-failure',
    ],
    [
      'CRI-O 1.20',
      `${failed}error creating pod sandbox with name "k8s_web_shop_0": Error initializing source docker://${pause}: Error reading manifest 3.9 in registry.k8s.io/pause: manifest unknown`,
      'tag-not-found',
    ],
    [
      'dockershim',
      `Failed create pod sandbox: rpc error: code = Unknown desc = failed pulling image "${pause}": Error response from daemon: Get https://registry.k8s.io/v2/: x509: certificate signed by unknown authority`,
      'tls-unknown-authority',
    ],
    [
      'cri-dockerd on Windows',
      `${failed}failed pulling image "${pause}": no matching manifest for windows/amd64 10.0.18362 in the manifest list entries`,
      'platform-mismatch',
    ],
    [
      'similar events',
      `(combined from similar events): ${failed}failed to get sandbox image "${pause}": failed to pull image "${pause}": failed to pull and unpack image "${pause}": failed to copy: write /var/lib/containerd/ingest/1/data: no space left on device`,
      'disk-full',
    ],
  ])('%s', (_, message, label) => {
    const read = readSandboxPull(message);
    expect(read?.image).toBe(pause);
    expect(read?.error.label).toBe(label);
  });

  it('is one whose words name no image', () => {
    const read = readSandboxPull(
      `Failed create pod sandbox: rpc error: code = Unknown desc = error pulling image configuration: error parsing HTTP 403 response body: invalid character '<' looking for beginning of value: "<?xml version=\\"1.0\\"?>\\n<Error><Code>AccessDenied</Code></Error>"`,
    );
    expect(read).toMatchObject({ image: null, error: { step: 'blob' } });
  });

  it.each([
    `${failed}failed to setup network for sandbox "4f1c": plugin type="calico" failed (add): error getting ClusterInformation: connection is unauthorized: Unauthorized`,
    `${failed}unable to get OCI runtime for sandbox "4f1c": no runtime for "absent" is configured`,
    `${failed}failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process`,
    `${failed}failed to reserve sandbox name "web_shop_0": name is reserved for "4f1c"`,
    'Failed to pull image "registry.k8s.io/pause:3.9": not found',
  ])('is no pull: %s', (message) => {
    expect(readSandboxPull(message)).toBeNull();
  });
});
