import { rulesFromWords } from './shared/from-words.ts';

/** The node's own trouble: the registry and the secrets have no part in it. */
export default rulesFromWords('node', [
  {
    id: 'node-disk-full',
    title: 'no space left on the node',
    explains: ['disk-full'],
    what: ({ node }) => `the disk of ${node} is full`,
    means: () => 'no space was left to fetch or unpack the image, or to write down that it is pulled',
    fix: ({ node }) =>
      `free space on ${node} (crictl rmi --prune, logs, larger disk), or move the Pod to another node`,
  },
  {
    id: 'node-unpack-failed',
    title: 'layer that cannot be unpacked',
    explains: ['layer-unpack-error'],
    what: ({ node }) => `${node} cannot unpack a layer of the image`,
    means: () =>
      'the layer was fetched, but writing it out failed: permissions, user id mapping, a snapshot of the runtime that is gone',
    fix: ({ node }) =>
      `read the log of the container runtime on ${node}; removing the image there and pulling again mends a damaged snapshot`,
  },
  {
    id: 'node-runtime-unavailable',
    title: 'container runtime that does not answer',
    explains: ['runtime-unavailable'],
    what: ({ node }) => `the container runtime of ${node} does not answer the kubelet`,
    means: () =>
      'the kubelet reaches the runtime through a socket on the node; it is stopped, starting again or overloaded',
    fix: ({ node }) => `have the runtime on ${node} examined (systemctl status containerd or crio)`,
  },
  {
    id: 'node-pull-throttled',
    title: "kubelet's own pull limit",
    explains: ['pull-qps-exceeded'],
    what: ({ node }) => `the kubelet of ${node} holds back pulls: its own rate limit is reached`,
    means: () =>
      'registryPullQPS and registryBurst of the kubelet, not the registry; many Pods start on the node at once',
    fix: () =>
      'wait: the kubelet tries again by itself; raise registryPullQPS in its configuration if it happens often',
  },
  {
    id: 'node-pull-timeout',
    title: 'pull that was cancelled',
    explains: ['pull-timeout'],
    what: ({ node }) => `the pull on ${node} was cancelled before it ended`,
    means: () =>
      'a deadline passed (no progress for minutes, or a time limit on the whole pull): a large image, a slow line, a busy disk',
    fix: () =>
      'the kubelet tries again by itself; if it stays, look at the size of the image and at the line to the registry',
  },
  {
    id: 'node-inspect-failed',
    title: 'image that the runtime cannot inspect',
    explains: ['image-inspect-failed'],
    what: ({ node }) => `the runtime of ${node} cannot say whether it has the image`,
    means: () =>
      'the kubelet asks before it pulls, and the answer was an error: the image store of the runtime may be damaged',
    fix: ({ node }) => `read the log of the container runtime on ${node}`,
  },
  {
    id: 'node-image-evicted',
    title: 'image garbage collection under disk pressure',
    explains: ['image-gc-evicted'],
    what: ({ node }) => `${node} removes images because its disk is nearly full`,
    means: () =>
      'garbage collection could not free what it wanted; images of waiting Pods may be among those removed',
    fix: ({ node }) => `free space on ${node}, or move the Pod to another node`,
  },
]);
