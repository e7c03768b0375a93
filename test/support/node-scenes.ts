import type { Scene } from './scene.ts';

const pause = 'registry.acme.io/pause:3.9';
const volume = 'registry.acme.io/shop/files:1';
const opening = 'Failed to create pod sandbox: rpc error: code = Unknown desc = ';

const sandbox = (words: string, containerRuntime: string): Scene => ({
  state: { reason: 'ContainerCreating' },
  events: [{ reason: 'FailedCreatePodSandBox', message: `${opening}${words}`, container: null }],
  machine: { containerRuntime },
});

const mount = (message: string): Scene => ({
  volume,
  subPath: 'models/none',
  state: { reason: 'CreateContainerError', message },
  events: [],
});

/**
 * What fails on the node before or after the pull of the Pod's own images: the sandbox image, the
 * mount of an image volume.
 */
export const nodeScenes: Readonly<Record<string, Scene>> = {
  'a sandbox image that is refused': sandbox(
    `failed to get sandbox image "${pause}": failed to pull image "${pause}": failed to pull and unpack image "${pause}": failed to resolve reference "${pause}": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`,
    'containerd://1.7.24',
  ),
  'a sandbox image of CRI-O': sandbox(
    `creating pod sandbox with name "k8s_web_shop_0": initializing source docker://${pause}: pinging container registry registry.acme.io: Get "https://registry.acme.io/v2/": dial tcp: lookup registry.acme.io on 10.0.0.2:53: no such host`,
    'cri-o://1.33.1',
  ),
  'a sub path that is not there': mount(
    'failed to mount image volume: ImageVolumeMountFailed: failed to ensure image subpath "models/none" in "/run/x": stat /run/x/models/none: no such file or directory',
  ),
  'a runtime without image volumes': mount(
    'failed to generate container "abc" spec: failed to generate spec: failed to mkdir "": mkdir : no such file or directory',
  ),
};
