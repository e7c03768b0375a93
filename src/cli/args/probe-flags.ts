import * as Flags from '@oclif/core/flags';

const group = { helpGroup: 'PROBE' };
const words = (description: string, helpValue: string) => Flags.string({ description, helpValue, ...group });
const repeated = (description: string, helpValue: string) =>
  Flags.string({ description, helpValue, multiple: true, multipleNonGreedy: true, ...group });

/** How `--probe` is given: which logins are sent. */
export const probeModes = ['all', 'deep', 'offers', 'anonymous'] as const;

/** Flags of the commands that can ask a registry. `--probe` alone is `--probe=all`. */
export const probeFlags = {
  probe: Flags.option({
    description:
      "ask the registries too, from here: with the logins that the kubelet sends and those that a fix would (all), for each layer too (deep), with the kubelet's alone (offers), or with none (anonymous); a login goes to its own registry and that one's token server",
    options: probeModes,
    ...group,
  })(),
  'probe-timeout': words('longest wait for one answer of a registry (5s)', 'DURATION'),
  'probe-budget': words('longest time for all requests to registries (30s)', 'DURATION'),
  'probe-limit': Flags.integer({
    description: 'the most images that are asked for (30)',
    helpValue: 'N',
    min: 1,
    ...group,
  }),
  'registry-ca': repeated('further certificate authority of registries, in PEM; may be repeated', 'FILE'),
  'allow-address': repeated(
    'addresses that are asked though they are loopback, link-local or private; may be repeated',
    'CIDR',
  ),
  'allow-token-host': repeated(
    "another party's token server that a registry's logins may go to; may be repeated",
    'REGISTRY=HOST',
  ),
};

/**
 * Flags of the commands that judge what no Pod pulled yet. `--docker-config` alone is the file of
 * this machine's docker.
 */
export const preflightProbeFlags = {
  ...probeFlags,
  platform: Flags.string({
    description: "platforms of the nodes, in place of the cluster's: linux/amd64,linux/arm64",
    helpValue: 'OS/ARCH[,…]',
    ...group,
  }),
  'docker-config': Flags.string({
    description: "ask with this machine's docker login in place of the Pod's",
    helpValue: 'FILE',
    ...group,
  }),
};

/** The values of these flags after parsing. */
export interface ProbeFlagValues {
  readonly probe?: (typeof probeModes)[number] | undefined;
  readonly 'probe-timeout'?: string | undefined;
  readonly 'probe-budget'?: string | undefined;
  readonly 'probe-limit'?: number | undefined;
  readonly 'registry-ca'?: readonly string[] | undefined;
  readonly 'allow-address'?: readonly string[] | undefined;
  readonly 'allow-token-host'?: readonly string[] | undefined;
  readonly platform?: string | undefined;
  readonly 'docker-config'?: string | undefined;
}

/**
 * Flags whose value may be left out, and what they are then (pflag's NoOptDefVal): the next word is
 * not taken for it.
 */
export const optionalValues: ReadonlyMap<string, string> = new Map([
  ['probe', 'all'],
  ['docker-config', 'default'],
  ['wait', '5m'],
]);
