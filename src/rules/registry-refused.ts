import { advice } from '../model/finding.ts';
import type { PullError, PullErrorLabel } from '../model/pull-error.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { cloudImage } from './shared/cloud/cloud-image.ts';
import { isPublicOnly } from './shared/registries/public-only.ts';
import { kubeletSays, registryOf } from './shared/sources.ts';

const refusals: readonly PullErrorLabel[] = [
  'registry-4xx-other',
  'unauthorized-no-credentials',
  'unauthorized-bad-credentials',
  'forbidden-insufficient-scope',
  'repository-or-access-denied-ambiguous',
  'ecr-token-expired',
];

export default defineRule({
  id: 'registry-refused',
  stage: 'authorization',
  title: 'request refused whoever asks',
  explains: refusals,
  proof: [
    {
      on: ['words'],
      since: 'they name a policy, the step after the login, or a registry that has no logins',
    },
  ],
  detect(pull) {
    const error = pull.failure?.error;
    if (error === undefined || !refusals.includes(error.label) || error.party === 'mirror') return null;
    const refusal = refusalOf(error, pull);
    if (refusal === null) return null;
    const host = error.host ?? registryOf(pull);
    const status = error.status === null || refusal.kind === 'content' ? '' : ` (HTTP ${error.status})`;
    return {
      certainty: 'proven',
      unchecked: refusal.unchecked,
      what: `${refusal.what}${status}`,
      why: [
        { source: 'simulated', says: refusal.means },
        ...(host === registryOf(pull) || error.host === null
          ? []
          : [{ source: 'the image', says: `is of ${registryOf(pull)}; ${host} answered in its place` }]),
        ...(error.page
          ? [{ source: 'the answer', says: 'is a web page, which no registry sends by itself' }]
          : []),
        ...kubeletSays(pull),
      ],
      fixes: refusal.fixes.map((title, index) => advice(title, index > 0)),
      facts: { host, address: error.address, status: error.status, kind: refusal.kind },
    };
  },
});

interface Refusal {
  readonly kind: 'policy' | 'content' | 'upstream' | 'public' | 'other';
  readonly what: string;
  readonly means: string;
  readonly fixes: readonly string[];
  readonly unchecked: readonly string[];
}

/** Who or what refuses, where it is not the login; null where the login decides. */
function refusalOf(error: PullError, pull: ImageContext): Refusal | null {
  if (error.policy) return byPolicy(error, pull);
  if (error.party === 'upstream') return byUpstream(pull);
  if (error.step === 'blob' || error.step === 'manifest') return ofContent(error, pull);
  if (isPublic(pull)) return ofPublic(error, pull);
  return error.label === 'registry-4xx-other' ? ofOther(error, pull) : null;
}

const isPublic = (pull: ImageContext) => {
  const { reference } = pull.simulation;
  return reference.ok && isPublicOnly(`${reference.registry}/${reference.repository}`);
};

/** The registry's own words on its policy, and who can change it. */
const policies: readonly { readonly says: RegExp; readonly means: string; readonly fix: string }[] = [
  {
    says: /endpoint policy/i,
    means:
      'the policy of a VPC endpoint, or none that allows it, stands between the node and the registry; the identity itself has the right',
    fix: 'have the VPC endpoint policy allow ecr:BatchGetImage, ecr:GetDownloadUrlForLayer and ecr:GetAuthorizationToken',
  },
  {
    says: /service control|resource control|organi[sz]ation|vpc ?service|perimeter/i,
    means:
      "a policy of the organization refuses the request (a VPC service perimeter, a service control policy): the caller's address, network or project is outside of what it allows",
    fix: 'have who runs the organization policy let the project or network of the node through (VPC Service Controls: an ingress rule, the troubleshooter takes the id in the message)',
  },
  {
    says: /legal reasons|\bcountr|(?:your|this) (?:region|location)|embargo|export (?:control|regulation)|sanction/i,
    means: 'a policy of the registry blocks the country or region of the address that the node comes from',
    fix: 'pull through a mirror or registry that may be used from the network of the node',
  },
  {
    says: /\bip\b|address|firewall|public network access|allow[ -]?list/i,
    means:
      'a firewall of the registry lets only certain networks and IP addresses in, and the address in the message is none of them',
    fix: "have the node's outgoing address allowed in the network rules of the registry, or let the node reach it by a private endpoint",
  },
  {
    says: /API|billing/,
    means:
      'the API of the registry is not enabled in the project of the image, or its billing is off: a policy of the project',
    fix: 'have the API enabled in the project of the image (gcloud services enable artifactregistry.googleapis.com), or the project name in the image corrected',
  },
  {
    says: /vulnerab|severity|xray|scan|CVE|quarantin|policy ?violation|configured policy|unsigned|not signed|blocking policy/i,
    means:
      'a policy of the registry holds the image back after a scan or for want of a signature (vulnerable, quarantined, not scanned, unsigned)',
    fix: 'read the scan of this image in the registry; mend the image, or have the policy of the project changed or the finding put on its allow list',
  },
];

function byPolicy(error: PullError, pull: ImageContext): Refusal {
  const policy = policies.find(({ says }) => says.test(error.text));
  return {
    kind: 'policy',
    what: `a policy refuses to give \`${pull.image.image}\` to this node`,
    means: policy?.means ?? 'the registry names a policy that refuses the pull, whoever asks',
    fixes: [policy?.fix ?? `ask who runs ${registryOf(pull)} to change the policy that the message names`],
    unchecked: [],
  };
}

/** Harbor's proxy cache and the like: the registry behind them refused. */
function byUpstream(pull: ImageContext): Refusal {
  const { reference } = pull.simulation;
  const [project = '', ...path] = reference.ok ? reference.repository.split('/') : [];
  const [name = ''] = path;
  const library =
    path.length === 1
      ? [
          `where project ${project} is a proxy of Docker Hub, an official image is ${registryOf(pull)}/${project}/library/${name}`,
        ]
      : [];
  return {
    kind: 'upstream',
    what: `\`${registryOf(pull)}\` relays a refusal of the upstream registry that it caches`,
    means: `the login to ${registryOf(pull)} is not the matter: project ${project} is a proxy cache, and its upstream refused it (an unknown repository, or no login for the upstream)`,
    fixes: [
      ...library,
      `have who runs ${registryOf(pull)} test the login and address of the upstream in the registry endpoint of project ${project}`,
    ],
    unchecked: ['which of the two it is: an upstream answers alike for both'],
  };
}

/**
 * Refused after the image was found: what the registry keeps its content in is at fault, or the way
 * to it.
 */
function ofContent(error: PullError, pull: ImageContext): Refusal {
  const host = error.host ?? registryOf(pull);
  const part = error.step === 'blob' ? 'a blob' : 'a manifest';
  const reference = pull.simulation.reference;
  const cloud = reference.ok ? cloudImage(reference) : null;
  const s3 = cloud?.cloud === 'aws' || /starport|\.s3[.-]/.test(error.text);
  return {
    kind: 'content',
    what: `\`${host}\` refuses ${part} of the image`,
    means: `the registry gave the manifest, so name and login are good; layers and configuration come from its blob storage (a bucket, a CDN), and something on the way from this network to it refuses`,
    fixes: [
      s3
        ? 'have the S3 gateway endpoint of the VPC allow s3:GetObject on arn:aws:s3:::prod-REGION-starport-layer-bucket/* (endpoint policy), or remove a proxy in between'
        : `have the proxy, firewall or endpoint policy between the node and the blob storage of ${registryOf(pull)} let it through`,
    ],
    unchecked: ['who refuses: the storage itself, or a proxy or firewall in front of it'],
  };
}

/** A registry without logins refuses: a block, or a login that it should not have been sent. */
function ofPublic(error: PullError, pull: ImageContext): Refusal {
  const registry = registryOf(pull);
  const offers = pull.simulation.offers.map(({ secret }) => `\`${secret}\``);
  const stale =
    offers.length > 0
      ? [
          `take the entry for ${registry} out of ${[...new Set(offers)].join(', ')}: a stale login is refused where none is needed`,
        ]
      : registry === 'public.ecr.aws' || error.label === 'ecr-token-expired'
        ? [
            'where the node sends a login of its own to public.ecr.aws, renew it or leave it out: a stale one is refused',
          ]
        : [];
  return {
    kind: 'public',
    what: `\`${error.host ?? registry}\` refuses this node, though everything in it is public`,
    means: `${registry} needs no login: what refuses is a block by network, address or country, a proxy or firewall that answers in its place, or an endpoint policy${stale.length > 0 ? ', or a stale login that is sent' : ''}`,
    fixes: [
      ...(offers.length > 0 ? stale : []),
      `ask ${registry} from another network (curl -sSi https://${registry}/v2/): where that works, have the proxy, firewall or endpoint policy of this network let it through, or pull through a mirror`,
      ...(offers.length > 0 ? [] : stale),
      ...(error.label === 'repository-or-access-denied-ambiguous'
        ? ['compare the name: a registry may answer so for a repository that it does not have']
        : []),
    ],
    unchecked: ['which of these it is: the answer does not say'],
  };
}

function ofOther(error: PullError, pull: ImageContext): Refusal {
  const host = error.host ?? registryOf(pull);
  return {
    kind: 'other',
    what: `\`${host}\` refuses the request`,
    means:
      error.status === 412
        ? 'a policy of the registry holds the image back (unsigned, vulnerable, quarantined)'
        : 'a policy of the registry or of something in front of it: an address or country block, a scan, a quota',
    fixes: [`ask who runs ${host} which policy refuses this pull`],
    unchecked: ['which policy it is: the answer does not say'],
  };
}
