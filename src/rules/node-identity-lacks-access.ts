import { nearestEntry } from '../kubelet/near-match/nearest-entry.ts';
import { advice, type Fix, type Why } from '../model/finding.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { cloudFixes, ownSecretTitle, type Parties } from './shared/cloud/cloud-fixes.ts';
import { cloudNames } from './shared/cloud/cloud-image.ts';
import { nodeIdentity } from './shared/cloud/node-identity.ts';
import { attachSecret } from './shared/fixes/list-fixes.ts';
import { createSecret, freeName } from './shared/fixes/secret-fixes.ts';
import { aboutLogin, isSilent, loginErrors } from './shared/labels.ts';
import { neighboursSay } from './shared/neighbours/neighbour-pods.ts';
import { orExistingSecret } from './shared/neighbours/neighbour-secret.ts';
import { wordsSay } from './shared/sent.ts';
import { kubeletSays, listed, podSource, registryOf, sourceOf } from './shared/sources.ts';
import { repositoryExists } from './shared/unchecked.ts';

export default defineRule({
  id: 'node-identity-lacks-access',
  stage: 'credentials',
  title: "node's own cloud identity that may not pull",
  explains: loginErrors,
  refines: ['no-pull-secret', 'pull-secret-registry-mismatch'],
  proof: [],
  detect(pull) {
    const { failure } = pull;
    if (failure === null || !aboutLogin(pull) || !leftToTheNode(pull)) return null;
    // a back-off alone tells of no refusal
    if (isSilent(failure.error.label)) return null;
    const parties = partiesOf(pull);
    if (parties === null) return null;
    const { image, nodeOwner, foreign } = parties;
    const registry = registryOf(pull);
    const node = pull.evidence.pod.node ?? 'the node';
    const sent = wordsSay(pull);
    return {
      certainty: 'likely',
      unchecked: [
        pluginUnchecked(pull, node, registry),
        // without a login the registry does not get as far as the repository
        ...(image.open || sent === 'no' ? [] : [repositoryExists]),
      ],
      what: hasNoPlugin(pull)
        ? `the kubelet of ${node} has no credential provider plugin, so that \`${registry}\` gets no login of the node`
        : foreign
          ? `the node's identity, of ${kinds[image.cloud]} \`${nodeOwner}\`, may not pull from ${kinds[image.cloud]} \`${image.owner}\``
          : `the node's identity in ${cloudNames[image.cloud]} may not pull from \`${registry}\``,
      why: [
        { source: 'the image', says: imageSays(pull, parties) },
        { source: sourceOf({ kind: 'Node', name: node }), says: nodeSays(parties) },
        { source: podSource(pull), says: podSays(pull) },
        {
          source: 'simulated',
          says: `no pull secret matches, so the login is left to the kubelet's credential provider plugin, with ${identities[image.cloud]}`,
        },
        ...pluginSays(pull, node),
        ...meaning(sent),
        ...neighboursSay(pull),
        ...kubeletSays(pull),
      ],
      fixes: hasNoPlugin(pull)
        ? [withPlugin(node, registry), ...ownSecret(pull, parties)]
        : [...cloudFixes(pull, parties), ...ownSecret(pull, parties)],
      facts: {
        cloud: image.cloud,
        registry,
        imageOwner: image.owner,
        nodeOwner,
        foreign,
        credentialSent: sent,
      },
    };
  },
});

/** What the kubelet's own flags leave open of its plugin; without them, whether it has one. */
function pluginUnchecked({ evidence: { nodeConfig } }: ImageContext, node: string, registry: string): string {
  const flags = nodeConfig?.flags;
  if (flags?.status !== 'found')
    return `whether the kubelet of ${node} has a credential provider plugin for ${registry}, and what it answers: the API server does not show that${nodeConfig === undefined ? '; --node-config asks the kubelet' : ''}`;
  const { credentialProviderConfig: file } = flags.value;
  return file === null
    ? `credentials in a config.json of ${node}`
    : `whether matchImages of ${file} on ${node} name ${registry}, and what the plugin answers: both are on the node alone`;
}

const hasNoPlugin = ({ evidence: { nodeConfig } }: ImageContext): boolean =>
  nodeConfig?.flags.status === 'found' && nodeConfig.flags.value.credentialProviderConfig === null;

const withPlugin = (node: string, registry: string): Fix =>
  advice(
    `have the kubelet of ${node} started with a credential provider plugin for ${registry} (--image-credential-provider-config and -bin-dir)`,
  );

/** Without a plugin nobody asks with the node's identity. */
function pluginSays({ evidence: { nodeConfig } }: ImageContext, node: string): readonly Why[] {
  if (nodeConfig?.flags.status !== 'found') return [];
  const { credentialProviderConfig: file } = nodeConfig.flags.value;
  const says =
    file === null
      ? 'runs without --image-credential-provider-config: it has no credential provider plugin, and never uses the identity of the node'
      : `runs with --image-credential-provider-config=${file}`;
  return [{ source: `kubelet of ${node}`, says }];
}

/** In place of the node's identity: a pull secret, one that is there already before a new one. */
function ownSecret(pull: ImageContext, parties: Parties): readonly Fix[] {
  const secret = freeName(pull);
  const create = createSecret(pull, secret, ownSecretTitle(pull, parties), false);
  const [first, ...rest] = orExistingSecret(pull, [create, ...attachSecret(pull, secret)]);
  return first === undefined ? [] : [{ ...first, alternative: true }, ...rest];
}

const kinds = { aws: 'account', google: 'project', azure: 'subscription' } as const;

const identities = {
  aws: 'the IAM role of the node (EKS Fargate: the pod execution role)',
  google: 'the service account of the node pool',
  azure: "the kubelet's managed identity",
} as const;

/** No pull secret is broken, and none was meant for the image: one that nearly matches was. */
function leftToTheNode({ simulation, otherRepositories, withServiceAccount }: ImageContext): boolean {
  if (simulation.kind !== 'anonymous' || withServiceAccount?.offers.length) return false;
  if (!simulation.readings.every((one) => one.kind === 'usable' && !one.otherForm)) return false;
  const nearest = nearestEntry(simulation, otherRepositories);
  return nearest === null || nearest.mismatch === 'host' || nearest.mismatch === 'other';
}

function partiesOf(pull: ImageContext): Parties | null {
  const identity = nodeIdentity(pull);
  if (identity === null || identity.node === null) return null;
  const { image, node } = identity;
  // IAM names whom it refuses: `User: arn:aws:sts::111122223333:assumed-role/workers/i-0abc is not
  // authorized`
  const [, account = null, role = null] =
    /arn:aws[a-z-]*:sts::(\d{12}):assumed-role\/(\w[\w+=,.@-]*)/.exec(pull.failure?.text ?? '') ?? [];
  const nodeOwner = image.cloud === 'aws' ? account : node.owner;
  const foreign =
    image.owner === null || nodeOwner === null || image.cloud === 'azure' ? null : image.owner !== nodeOwner;
  return { image, node, nodeOwner, role, foreign };
}

const imageSays = (pull: ImageContext, { image }: Parties) =>
  `is in ${registryOf(pull)}${image.owner === null ? '' : `, of ${kinds[image.cloud]} ${image.owner}`}${image.open ? ', from which anyone may pull' : ''}`;

function nodeSays({ image, node, nodeOwner, foreign }: Parties): string {
  const place = `is in ${cloudNames[image.cloud]} (${node.sign})`;
  if (foreign) return `${place}, of another ${kinds[image.cloud]}: ${nodeOwner}`;
  return nodeOwner === null || image.cloud === 'azure'
    ? place
    : `${place}, of the same ${kinds[image.cloud]}`;
}

function podSays({ simulation }: ImageContext): string {
  const names = simulation.readings.map((reading) => `\`${reading.secret}\``);
  return names.length === 0
    ? 'lists no imagePullSecrets'
    : `lists ${listed(names)}, without an entry for this registry`;
}

/** What the registry's words tell of the login that the node made or did not make. */
function meaning(sent: 'yes' | 'no' | 'unknown'): readonly Why[] {
  if (sent === 'unknown') return [];
  const says =
    sent === 'yes'
      ? 'was sent a credential, which can only be one of the node'
      : 'was sent no credential: the plugin gave none, or there is no plugin';
  return [{ source: 'the registry', says }];
}
