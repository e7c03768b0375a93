import type { ImageContext } from '../../define-rule.ts';
import { registryOf } from '../sources.ts';

/**
 * Where the runtime of a node is told about registries: of mirrors, of logins, of authorities. Each
 * a phrase that fits after `in`.
 */
export interface NodeFiles {
  readonly mirrors: string;
  readonly login: string;
  readonly authority: string;
  /** The runtime hands the kubelet's login for the image's registry to mirrors, too. */
  readonly sharesLogin: boolean;
}

/**
 * What a distribution or runtime is known by: the Node's runtime and kubelet versions, and its
 * labels.
 */
interface Kind {
  readonly fits: (signs: {
    readonly runtime: string;
    readonly kubelet: string;
    readonly label: (key: string) => boolean;
  }) => boolean;
  readonly files: (registry: string) => NodeFiles;
}

/** From the distribution, which writes the runtime's files itself, to the runtime. */
const kinds: readonly Kind[] = [
  {
    fits: ({ kubelet }) => kubelet.includes('+k3s'),
    files: () => rancher('/etc/rancher/k3s/registries.yaml', 'k3s'),
  },
  {
    fits: ({ kubelet }) => kubelet.includes('+rke2'),
    files: () => rancher('/etc/rancher/rke2/registries.yaml', 'rke2-server or rke2-agent'),
  },
  {
    fits: ({ label }) => label('node.openshift.io/os_id'),
    files: () => ({
      mirrors: 'ImageDigestMirrorSet and ImageTagMirrorSet (ImageContentSourcePolicy before OpenShift 4.13)',
      login: 'the global pull secret (Secret pull-secret of namespace openshift-config)',
      authority: 'additionalTrustedCA of image.config.openshift.io/cluster',
      sharesLogin: false,
    }),
  },
  {
    fits: ({ runtime }) => runtime.startsWith('cri-o'),
    files: (registry) => ({
      mirrors: '/etc/containers/registries.conf and registries.conf.d',
      login: '/var/lib/kubelet/config.json, or the file that global_auth_file of crio.conf names',
      authority: `/etc/containers/certs.d/${registry}/ca.crt`,
      sharesLogin: false,
    }),
  },
  {
    fits: ({ runtime }) => runtime.startsWith('docker'),
    files: (registry) => ({
      mirrors: 'registry-mirrors of /etc/docker/daemon.json',
      login: 'no file: dockerd asks its mirrors without a login',
      authority: `/etc/docker/certs.d/${registry}/ca.crt`,
      sharesLogin: false,
    }),
  },
  {
    fits: ({ runtime }) => runtime.startsWith('containerd'),
    files: containerd,
  },
];

const rancher = (file: string, service: string): NodeFiles => ({
  mirrors: `mirrors of ${file} (then restart ${service})`,
  login: `configs.HOST.auth of ${file} (then restart ${service})`,
  authority: `configs.HOST.tls of ${file} (then restart ${service})`,
  sharesLogin: true,
});

function containerd(registry: string): NodeFiles {
  const file = `/etc/containerd/certs.d/${registry}/hosts.toml`;
  return {
    mirrors: `${file} (or registry.mirrors of /etc/containerd/config.toml)`,
    login: `registry.configs.HOST.auth of /etc/containerd/config.toml, or a header in ${file}`,
    authority: `ca of ${file}`,
    sharesLogin: true,
  };
}

const unknown = (registry: string): NodeFiles => ({
  mirrors: `the runtime's own configuration (containerd: /etc/containerd/certs.d/${registry}/hosts.toml; CRI-O: /etc/containers/registries.conf; k3s and RKE2: registries.yaml)`,
  login:
    "the runtime's own configuration (containerd: config.toml; CRI-O: global_auth_file; k3s and RKE2: registries.yaml)",
  authority: `the runtime's own configuration (containerd: /etc/containerd/certs.d/${registry}/hosts.toml with ca; CRI-O: /etc/containers/certs.d)`,
  sharesLogin: false,
});

/** The files of the Pod's node that tell its runtime about the image's registry. */
export function nodeFiles(pull: ImageContext): NodeFiles {
  const registry = registryOf(pull);
  const { node } = pull.evidence;
  if (node.status !== 'found') return unknown(registry);
  const { containerRuntime, kubeletVersion, labels } = node.value;
  const signs = {
    runtime: containerRuntime.toLowerCase(),
    kubelet: kubeletVersion,
    label: (key: string) => Object.hasOwn(labels, key),
  };
  return (kinds.find(({ fits }) => fits(signs))?.files ?? unknown)(registry);
}
