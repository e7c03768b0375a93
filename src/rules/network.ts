import { registryRefused } from '../pull-error/login-errors.ts';
import { rulesFromWords } from './shared/from-words.ts';
import { nodeFiles } from './shared/registries/node-files.ts';

/** The network steps: the words say which one broke, the row what that means. */
export default rulesFromWords('network', [
  {
    id: 'registry-dns-failure',
    title: 'registry name that does not resolve',
    explains: ['dns-failure'],
    what: ({ host, node }) => `${node} cannot resolve \`${host}\``,
    means: ({ node }) =>
      `the runtime asks the resolver of ${node} itself (its /etc/resolv.conf), not the cluster's DNS`,
    fix: ({ host, node }) => `correct the registry's name in the image, or fix DNS on ${node} for ${host}`,
    fixHere: ({ host, node }) => `fix DNS on ${node} (its /etc/resolv.conf) for ${host}`,
  },
  {
    id: 'registry-connection-refused',
    title: 'registry that refuses connections',
    explains: ['connection-refused'],
    what: ({ host, at }) => `\`${host}\`${at} refuses connections`,
    means: () => 'the name resolved and the address answered, but nothing listens on that port',
    fix: ({ host, at }) => `have ${host}${at} started, or correct the port in the image`,
    fixHere: ({ host, at, node }) =>
      `have the way from ${node} to ${host}${at} examined: its hosts file, resolver, mirror and proxy configuration`,
  },
  {
    id: 'registry-timeout',
    title: 'registry that does not answer',
    explains: ['connect-timeout'],
    what: ({ host, at, node }) => `\`${host}\`${at} does not answer ${node} in time`,
    means: () =>
      'the connection, the TLS handshake or the answer did not come: a firewall that drops, an overloaded registry, a slow line',
    fix: ({ host, node }) =>
      `have the way from ${node} to ${host} opened (firewall, security group, proxy of the runtime)`,
  },
  {
    id: 'registry-unreachable',
    title: 'registry without a route to it',
    explains: ['no-route-to-host'],
    what: ({ host, at, node }) => `${node} has no route to \`${host}\`${at}`,
    means: ({ error }) =>
      `the name resolved, but the network of the node does not lead to that address${/network is unreachable|cannot assign requested/i.test(error.text) || error.address?.startsWith('[') ? familyOf(error.address) : ''}`,
    fix: ({ host, node, error }) =>
      `have a route from ${node} to ${host} set up, or correct the address that its name resolves to${/network is unreachable/i.test(error.text) && error.address !== null ? '; for a node of one address family: NAT64, a proxy or a mirror that has both' : ''}`,
    fixHere: ({ host, node }) => `have a route from ${node} to ${host} set up, as the other nodes have one`,
  },
  {
    id: 'registry-connection-reset',
    title: 'connection cut during the pull',
    explains: ['connection-reset', 'pull-interrupted'],
    what: ({ host, at }) => `the connection to \`${host}\`${at} was cut during the pull`,
    means: () =>
      'something between node and registry ended an open connection: a proxy or firewall with a size or time limit, or the registry',
    fix: ({ host, node }) =>
      `the kubelet tries again by itself; if it stays, have proxies and firewalls between ${node} and ${host} examined`,
    fixHere: ({ host, node }) =>
      `the kubelet tries again by itself; if it stays, have the proxy and firewall settings of ${node} compared with those of a node that pulls from ${host}`,
  },
  {
    id: 'registry-proxy-failure',
    title: 'proxy that fails',
    explains: ['proxy-failure'],
    what: ({ node }) => `the proxy that ${node} pulls through does not let the pull pass`,
    means: ({ error }) =>
      `the runtime uses a proxy${error.host === null ? '' : `, ${error.host}`}, and the failure is between node and proxy`,
    fix: ({ node }) =>
      `have HTTPS_PROXY and NO_PROXY of the container runtime on ${node} corrected, or the proxy itself`,
    fixHere: ({ node }) =>
      `have HTTPS_PROXY and NO_PROXY of the container runtime on ${node} set as on the other nodes`,
  },
  {
    id: 'registry-mirror-misconfigured',
    title: "node's registry configuration that does not lead to the image",
    // a credential helper or an auth file of the node that fails has no label of its own
    explains: ['mirror-misconfigured', 'unknown'],
    // where the registry refused after its mirrors, registry-mirror-refused weighs the two
    when: (error) =>
      (error.label === 'mirror-misconfigured' && !registryRefused(error)) || error.party === 'node',
    proof: [
      { on: ['words'], since: 'they are of the mirror configuration, or name the file that cannot be used' },
      {
        on: ['events', 'words'],
        since: 'they name a program or file of the node, and no event tells another cause',
      },
    ],
    what: ({ node, error }) =>
      faultyFile(error.text, node) ?? `the mirror configuration of ${node} does not lead to the image`,
    means: ({ node, error }, pull) =>
      !helper.test(error.text) && fileIn(error.text) === null
        ? `the runtime on ${node} asks a mirror, or blocks the registry, as its own configuration says: ${nodeFiles(pull).mirrors}`
        : `the runtime on ${node} reads it before it asks any registry: no secret of the Pod has a part in it`,
    fix: ({ node, error }, pull) => {
      const file = fileIn(error.text);
      if (file !== null && unusable.test(error.text)) return `have ${file} on ${node} corrected`;
      if (helper.test(error.text))
        return `have ${file ?? 'the credential helper'} on ${node} put in order, or taken out of credHelpers and credsStore of the auth file there`;
      return file === null
        ? `have ${nodeFiles(pull).mirrors} on ${node} corrected, or the image put on the mirror`
        : `put ${file} on ${node}, or take out what names it (${namerOf(file, nodeFiles(pull).mirrors)})`;
    },
    fixHere: ({ node }) =>
      `have the mirror configuration of the runtime on ${node} set as on the other nodes`,
  },
]);

/** The file or program of the node that the words name; null where they name none. */
const fileIn = (text: string): string | null =>
  /\b(docker-credential-[\w-]{1,60})/.exec(text)?.[1] ??
  /(?:cert|key|pair|file|open|stat|rename|read|load|credentials?)[^"/]{0,40}"?((?:[A-Z]:)?[\\/](?:etc|var|run|root|usr|opt|home|ProgramData|Program Files)[\\/][^\s":,;]{1,300})/i.exec(
    text,
  )?.[1] ??
  null;

/**
 * A credential helper that does not run, or runs and fails (docker/docker-credential-helpers,
 * client).
 */
const helper = /docker-credential-|error getting credentials/i;

/** A file that is there, and that its reader does not understand. */
const unusable =
  /unmarshal|toml: |failed to parse|unexpected token|cannot parse|invalid character|does not match public key|any PEM data|permission denied/i;

/**
 * Docker and containers/image take every file of the folder certs.d/HOST; containerd only what
 * hosts.toml names.
 */
const namerOf = (file: string, mirrors: string): string =>
  /\/(?:docker|containers)\/certs\.d\//.test(file)
    ? `the other half of the pair in ${file.replace(/\/[^/]*$/, '')}`
    : mirrors;

function faultyFile(text: string, node: string): string | null {
  const file = fileIn(text);
  if (helper.test(text)) {
    const name = file === null ? 'a credential helper' : `the credential helper \`${file}\``;
    return `${name} of ${node} ${/executable file not found/.test(text) ? 'does not run' : 'gives no login'}`;
  }
  return file === null ? null : `\`${file}\` of ${node} cannot be used`;
}

/** Address families: a dual-stack name is no use where the node has only the other one. */
function familyOf(address: string | null): string {
  if (address === null) return '';
  return address.startsWith('[')
    ? '; the address is IPv6, and a node without IPv6 has no route to any (address family)'
    : '; the address is IPv4, and a node with IPv6 alone has no route to any (address family): registries without an IPv6 address, as ghcr.io, are out of its reach';
}
