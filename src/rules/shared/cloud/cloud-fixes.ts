import { advice, type Fix } from '../../../model/finding.ts';
import type { ImageContext } from '../../define-rule.ts';
import { kubeletOf } from '../kubelet-version.ts';
import { isCached } from '../registries/habits.ts';
import { wordsSay } from '../sent.ts';
import { registryOf, repositoryOf } from '../sources.ts';
import { type CloudImage, cloudNames } from './cloud-image.ts';
import { type CloudNode, isManaged } from './cloud-node.ts';

/**
 * Who may pull, as far as it is visible. `role` is the node's in AWS, where the registry's answer
 * names it.
 */
export interface Parties {
  readonly image: CloudImage;
  readonly node: CloudNode;
  readonly nodeOwner: string | null;
  readonly role: string | null;
  readonly foreign: boolean | null;
}

/**
 * What gives the node's identity the right to pull, by cloud. The titles carry the commands of the
 * clouds themselves.
 */
export function cloudFixes(pull: ImageContext, parties: Parties): readonly Fix[] {
  return [...pluginFixes(pull, parties), ...roleFixes(pull, parties)];
}

function roleFixes(pull: ImageContext, parties: Parties): readonly Fix[] {
  const { cloud } = parties.image;
  if (cloud === 'aws') return awsFixes(pull, parties);
  return cloud === 'google' ? googleFixes(pull, parties) : azureFixes(pull);
}

/** The programs that log the kubelet in, and what carries them. */
const plugins = {
  aws: 'ecr-credential-provider (kubernetes/cloud-provider-aws)',
  azure: 'acr-credential-provider (kubernetes-sigs/cloud-provider-azure)',
  google: 'gke-auth-provider or auth-provider-gcp (kubernetes/cloud-provider-gcp)',
} as const;

/**
 * Kubelets had the clouds' logins built in up to 1.26; since then a plugin gives them, which the
 * managed services install on their nodes.
 */
function pluginFixes(pull: ImageContext, { image }: Parties): readonly Fix[] {
  const { node } = pull.evidence;
  const version = kubeletOf(pull);
  if (image.open || node.status !== 'found' || version === null || version.minor < 27) return [];
  if (isManaged(node.value) || wordsSay(pull) === 'yes') return [];
  return [
    advice(
      `set up the kubelet's credential provider plugin ${plugins[image.cloud]} on ${node.value.name}: its kubelet (${version.text}) has no login of its own for ${cloudNames[image.cloud]}, and no managed service installed one (--image-credential-provider-config and --image-credential-provider-bin-dir); the role counts only then`,
    ),
  ];
}

function awsFixes(pull: ImageContext, { image, role, foreign }: Parties): readonly Fix[] {
  const policy = image.open
    ? 'AmazonElasticContainerRegistryPublicReadOnly'
    : 'AmazonEC2ContainerRegistryReadOnly';
  const fargate = isFargate(pull);
  const whose = fargate ? 'of the Fargate profile, its pod execution role' : 'of the node';
  const command = `aws iam attach-role-policy --role-name ${role ?? 'ROLE'} --policy-arn arn:${image.partition}:iam::aws:policy/${policy}`;
  const attach = `attach the policy ${policy} to the IAM role ${fargate ? `${role ?? ''} ${whose}`.trim() : (role ?? whose)} (not kubectl: ${command})`;
  if (image.open) return [advice(attach)];
  const repository = pull.simulation.reference.ok ? pull.simulation.reference.repository : 'REPOSITORY';
  const allow = `have account ${image.owner} allow the account of the node to pull in the policy of its repository (not kubectl: aws ecr set-repository-policy --repository-name ${repository} --policy-text file://policy.json, with ecr:BatchGetImage and ecr:GetDownloadUrlForLayer)`;
  const cache = isCached(repository)
    ? [
        advice(
          `where ${repository.split('/')[0]}/ is a pull through cache: allow ecr:BatchImportUpstreamImage and ecr:CreateRepository beside, which the first pull of an image needs (AmazonEC2ContainerRegistryPullOnly has the first)`,
        ),
      ]
    : [];
  if (foreign === true) return [advice(allow), advice(attach), ...cache];
  return foreign === false
    ? [advice(attach), ...cache]
    : [advice(attach), ...cache, advice(`where the node is of another account: ${allow}`)];
}

function googleFixes(pull: ImageContext, { image, nodeOwner }: Parties): readonly Fix[] {
  const { node } = pull.evidence;
  const autopilot = node.status === 'found' && 'cloud.google.com/gke-autopilot' in node.value.labels;
  const project = image.owner ?? 'PROJECT';
  const of = nodeOwner === null ? '' : ` (project ${nodeOwner})`;
  return [
    advice(
      `give the service account of the node pool${of} the role roles/artifactregistry.reader on project ${project}; organizations made since May 2024 give the default account none (not kubectl: gcloud projects add-iam-policy-binding ${project} --member=serviceAccount:ACCOUNT --role=roles/artifactregistry.reader)`,
    ),
    // Autopilot has no scopes to set
    ...(autopilot
      ? []
      : [
          advice(
            'give the node pool the access scope devstorage.read_only or cloud-platform, where it has neither',
          ),
        ]),
  ];
}

function azureFixes(pull: ImageContext): readonly Fix[] {
  const registry = registryOf(pull);
  const name = registry.split('.')[0];
  return [
    advice(
      `see what the kubelet's identity lacks (not kubectl: az aks check-acr --name CLUSTER --resource-group GROUP --acr ${registry})`,
    ),
    advice(
      `give the kubelet's identity the role AcrPull on the registry (not kubectl: az aks update --name CLUSTER --resource-group GROUP --attach-acr ${name}); a registry in ABAC mode does not honour AcrPull: the role there is Container Registry Repository Reader`,
    ),
  ];
}

/** The same fixes end here: with a pull secret of its own the Pod needs no identity of the node. */
export const ownSecretTitle = (pull: ImageContext, { image }: Parties) =>
  image.cloud === 'aws'
    ? `create a pull secret for ${registryOf(pull)}, whose token something has to renew every 12 hours`
    : `create a pull secret for ${repositoryOf(pull)}`;

/** EKS Fargate pulls with the pod execution role of the Fargate profile: there is no node role. */
export function isFargate({ evidence: { node, pod } }: Pick<ImageContext, 'evidence'>): boolean {
  if (node.status !== 'found') return /^fargate-ip-/.test(pod.node ?? '');
  const { labels, providerID, name } = node.value;
  return (
    labels['eks.amazonaws.com/compute-type'] === 'fargate' ||
    /\/fargate-ip-/.test(providerID) ||
    /^fargate-ip-/.test(name)
  );
}
