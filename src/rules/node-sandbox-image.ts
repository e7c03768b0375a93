import { advice, type NonEmpty, type Why } from '../model/finding.ts';
import type { PullErrorLabel } from '../model/pull-error.ts';
import { readSandboxPull, type SandboxPull } from '../pull-error/sandbox.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { isPublicOnly } from './shared/registries/public-only.ts';
import { kubeletSays, podSource, sourceOf } from './shared/sources.ts';

export default defineRule({
  id: 'node-sandbox-image',
  stage: 'node',
  title: 'sandbox image that the node cannot pull',
  explains: ['sandbox-image-error'],
  proof: [{ on: ['events', 'words'], since: 'they are of the sandbox and name its image' }],
  detect(pull) {
    const { failure } = pull;
    if (failure?.error.label !== 'sandbox-image-error') return null;
    const sandbox = readSandboxPull(failure.text);
    if (sandbox === null) return null;
    const { image, error } = sandbox;
    const trouble = troubleOf(sandbox);
    const node = nodeOf(pull);
    const name = image === null ? 'its sandbox image' : `sandbox image \`${image}\``;
    return {
      certainty: 'proven',
      unchecked: [
        `the configuration of the container runtime on ${node}, which the API server does not show`,
      ],
      what: `${node} cannot pull ${name}${trouble.what(sandbox)}`,
      why: [
        {
          source: 'simulated',
          says: 'every Pod needs a sandbox (pause) container first; the runtime pulls its image with the login of the node: imagePullSecrets have no part in it',
        },
        ...conditionSays(pull),
        ...nodeSays(pull),
        ...kubeletSays(pull),
      ] satisfies NonEmpty<Why>,
      fixes: [
        advice(trouble.fix(sandbox, node)),
        advice(`set another sandbox image on ${node}: ${settingOf(pull)}`, true),
        advice(`load the image there, as on a node without a way out: ${loadOf(pull, image)}`, true),
      ],
      facts: {
        sandboxImage: image,
        label: error.label,
        host: error.host,
        status: error.status,
      },
    };
  },
});

const nodeOf = ({ evidence }: ImageContext) => evidence.pod.node ?? 'the node';

/** The failure in a word, and who mends it. `what` is the end of the headline. */
interface Trouble {
  readonly labels: readonly PullErrorLabel[];
  readonly what: (sandbox: SandboxPull) => string;
  readonly fix: (sandbox: SandboxPull, node: string) => string;
}

const hostOf = ({ image, error }: SandboxPull) => error.host ?? image?.split('/')[0] ?? 'its registry';
const imageOf = ({ image }: SandboxPull) => image ?? 'the sandbox image';

const unnamed: Trouble = {
  labels: [],
  what: () => '',
  fix: (_, node) => `read the log of the container runtime on ${node}`,
};

const refusalLabels: readonly PullErrorLabel[] = [
  'unauthorized-no-credentials',
  'unauthorized-bad-credentials',
  'forbidden-insufficient-scope',
  'ecr-token-expired',
  'repository-or-access-denied-ambiguous',
  'registry-4xx-other',
];

const troubles: readonly Trouble[] = [
  {
    labels: ['rate-limited'],
    what: (sandbox) => `: ${hostOf(sandbox)} limits its pulls`,
    fix: (sandbox, node) =>
      `wait until ${hostOf(sandbox)} lets ${node} pull again, or take ${imageOf(sandbox)} from a mirror or registry without such a limit`,
  },
  {
    labels: refusalLabels,
    what: (sandbox) => `: ${hostOf(sandbox)} refuses it`,
    fix: (sandbox, node) =>
      `give the container runtime of ${node} a login for ${hostOf(sandbox)} in its own configuration, or take ${imageOf(sandbox)} from a registry that asks for none`,
  },
  {
    labels: ['tag-not-found', 'digest-not-found', 'repository-not-found'],
    what: () => ': it was not found',
    fix: (sandbox, node) =>
      `correct the name ${imageOf(sandbox)} in the configuration of ${node}, or push it there (a mirror that is set up there has to hold it, too)`,
  },
  {
    labels: ['dns-failure'],
    what: (sandbox) => `: ${hostOf(sandbox)} does not resolve there`,
    fix: (sandbox, node) => `have the resolver of ${node} (its /etc/resolv.conf) know ${hostOf(sandbox)}`,
  },
  {
    labels: [
      'connection-refused',
      'connect-timeout',
      'no-route-to-host',
      'connection-reset',
      'pull-interrupted',
      'pull-timeout',
      'proxy-failure',
      'registry-unavailable',
      'registry-5xx',
      'mirror-misconfigured',
    ],
    what: (sandbox) => `: ${hostOf(sandbox)} does not serve it`,
    fix: (sandbox, node) =>
      `have the way from ${node} to ${hostOf(sandbox)} opened (firewall, proxy of the runtime), or set up a mirror for it there`,
  },
  {
    labels: [
      'tls-unknown-authority',
      'tls-expired-cert',
      'tls-hostname-mismatch',
      'tls-client-cert-required',
      'https-client-http-server',
      'http-client-https-server',
    ],
    what: (sandbox) => `: no TLS connection to ${hostOf(sandbox)}`,
    fix: (sandbox, node) =>
      `have the certificate of ${hostOf(sandbox)} and the authorities that the runtime of ${node} trusts put in order`,
  },
  {
    labels: ['platform-mismatch'],
    what: () => ': it has nothing for the platform of the node',
    fix: (sandbox, node) =>
      `set a sandbox image on ${node} that is built for its system and version (now ${imageOf(sandbox)})`,
  },
  {
    labels: ['disk-full', 'layer-unpack-error', 'image-gc-evicted'],
    what: () => ': it cannot be written to disk',
    fix: (_, node) => `free space on ${node}, or have its disk examined`,
  },
  {
    labels: ['signature-policy-rejected'],
    what: () => ": the node's policy rejects it",
    fix: (sandbox, node) =>
      `admit ${imageOf(sandbox)} in the image policy of ${node}, or set one that is signed as the policy asks`,
  },
];

/**
 * A refusal that no login changes: a policy, a page of somebody in between, the store of the
 * layers, a registry without logins.
 */
const blocked: Trouble = {
  labels: refusalLabels,
  what: () => ': the request is refused on its way, not for want of a login',
  fix: (sandbox, node) =>
    `have the proxy, firewall or endpoint policy between ${node} and ${hostOf(sandbox)} let it through, or set up a mirror for it there`,
};

const isBlocked = ({ image, error }: SandboxPull) =>
  refusalLabels.includes(error.label) &&
  (error.policy ||
    error.page ||
    error.step === 'blob' ||
    error.step === 'manifest' ||
    isPublicOnly(image?.replace(/(?:@|:[\w.-]+$).*/, '') ?? ''));

const troubleOf = (sandbox: SandboxPull) =>
  isBlocked(sandbox)
    ? blocked
    : (troubles.find(({ labels }) => labels.includes(sandbox.error.label)) ?? unnamed);

function conditionSays(pull: ImageContext): readonly Why[] {
  return pull.evidence.pod.hasSandbox === false
    ? [{ source: podSource(pull), says: 'has the condition PodReadyToStartContainers=False: no sandbox yet' }]
    : [];
}

const runtimeOf = ({ evidence: { node } }: ImageContext) =>
  node.status === 'found' ? node.value.containerRuntime : '';

function nodeSays(pull: ImageContext): readonly Why[] {
  const runtime = runtimeOf(pull);
  return runtime === ''
    ? []
    : [{ source: sourceOf({ kind: 'Node', name: nodeOf(pull) }), says: `runs ${runtime}` }];
}

/**
 * Where each runtime has the name of its sandbox image. From 1.27 the kubelet's own flag only keeps
 * the image from being removed.
 */
const settings = {
  containerd2:
    "sandbox in [plugins.'io.containerd.cri.v1.images'.pinned_images] of /etc/containerd/config.toml",
  containerd1: 'sandbox_image in [plugins."io.containerd.grpc.v1.cri"] of /etc/containerd/config.toml',
  crio: 'pause_image (login: pause_image_auth_file) in /etc/crio/crio.conf or /etc/crio/crio.conf.d',
  docker: '--pod-infra-container-image of cri-dockerd, or of the kubelet up to 1.23',
};

function settingOf(pull: ImageContext): string {
  const runtime = runtimeOf(pull);
  if (/^containerd:\/\/v?[2-9]/.test(runtime)) return settings.containerd2;
  if (runtime.startsWith('containerd://')) return settings.containerd1;
  if (runtime.startsWith('cri-o://')) return settings.crio;
  if (runtime.startsWith('docker://')) return settings.docker;
  return `containerd: ${settings.containerd2} (1.x: ${settings.containerd1}); CRI-O: ${settings.crio}; Docker: ${settings.docker}`;
}

function loadOf(pull: ImageContext, image: string | null): string {
  const runtime = runtimeOf(pull);
  const name = image ?? 'IMAGE';
  if (runtime.startsWith('cri-o://')) return `crictl pull ${name}, or podman load -i FILE.tar as root`;
  if (runtime.startsWith('docker://')) return 'docker load -i FILE.tar';
  return 'ctr -n k8s.io images import FILE.tar';
}
