import type { Fix } from '../../../model/finding.ts';
import type { ImageContext } from '../../define-rule.ts';
import { registryOf, repositoryOf } from '../sources.ts';
import type { CloudImage } from './cloud-image.ts';
import type { CloudNode } from './cloud-node.ts';

/** Who may pull, as far as it is visible. `role` is the node's in AWS, where the registry's answer names it. */
export interface Parties {
  readonly image: CloudImage;
  readonly node: CloudNode;
  readonly nodeOwner: string | null;
  readonly role: string | null;
  readonly foreign: boolean | null;
}

/** Nothing of this is kubectl's to do: the titles carry the commands of the clouds themselves. */
const fix = (title: string, alternative = false): Fix => ({
  title,
  pipeline: [],
  effect: 'none',
  after: '',
  ...(alternative ? { alternative } : {}),
});

/** What gives the node's identity the right to pull, by cloud. */
export function cloudFixes(pull: ImageContext, parties: Parties): readonly Fix[] {
  const { cloud } = parties.image;
  if (cloud === 'aws') return awsFixes(pull, parties);
  return cloud === 'google' ? googleFixes(parties) : azureFixes(pull);
}

function awsFixes(pull: ImageContext, { image, role, foreign }: Parties): readonly Fix[] {
  const policy = image.open
    ? 'AmazonElasticContainerRegistryPublicReadOnly'
    : 'AmazonEC2ContainerRegistryReadOnly';
  const command = `aws iam attach-role-policy --role-name ${role ?? 'ROLE'} --policy-arn arn:${image.partition}:iam::aws:policy/${policy}`;
  const attach = `attach the policy ${policy} to the IAM role ${role ?? 'of the node'} (not kubectl: ${command})`;
  if (image.open) return [fix(attach)];
  const repository = pull.simulation.reference.ok ? pull.simulation.reference.repository : 'REPOSITORY';
  const allow = `have account ${image.owner} allow the account of the node to pull in the policy of its repository (not kubectl: aws ecr set-repository-policy --repository-name ${repository} --policy-text file://policy.json, with ecr:BatchGetImage and ecr:GetDownloadUrlForLayer)`;
  if (foreign === true) return [fix(allow), fix(attach)];
  return foreign === false
    ? [fix(attach)]
    : [fix(attach), fix(`where the node is of another account: ${allow}`)];
}

function googleFixes({ image, nodeOwner }: Parties): readonly Fix[] {
  const project = image.owner ?? 'PROJECT';
  const of = nodeOwner === null ? '' : ` (project ${nodeOwner})`;
  return [
    fix(
      `give the service account of the node pool${of} the role roles/artifactregistry.reader on project ${project} (not kubectl: gcloud projects add-iam-policy-binding ${project} --member=serviceAccount:ACCOUNT --role=roles/artifactregistry.reader)`,
    ),
    fix('give the node pool the access scope devstorage.read_only or cloud-platform, where it has neither'),
  ];
}

function azureFixes(pull: ImageContext): readonly Fix[] {
  const registry = registryOf(pull);
  const name = registry.split('.')[0];
  return [
    fix(
      `see what the kubelet's identity lacks (not kubectl: az aks check-acr --name CLUSTER --resource-group GROUP --acr ${registry})`,
    ),
    fix(
      `give the kubelet's identity the role AcrPull on the registry (not kubectl: az aks update --name CLUSTER --resource-group GROUP --attach-acr ${name})`,
    ),
  ];
}

/** The same fixes end here: with a pull secret of its own the Pod needs no identity of the node. */
export const ownSecretTitle = (pull: ImageContext, { image }: Parties) =>
  image.cloud === 'aws'
    ? `create a pull secret for ${registryOf(pull)}, whose token something has to renew every 12 hours`
    : `create a pull secret for ${repositoryOf(pull)}`;
