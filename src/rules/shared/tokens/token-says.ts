import type { Why } from '../../../model/finding.ts';
import type { CredentialFacts } from '../../../model/pull-secret.ts';
import type { Offer } from '../../../model/simulation.ts';
import type { ImageContext } from '../../define-rule.ts';
import { cloudImage } from '../cloud/cloud-image.ts';
import { registryOf, secretSource } from '../sources.ts';
import { homeOf } from './token-homes.ts';
import { tokenKinds, tokenName } from './token-kinds.ts';

/** The kind of token in an entry, the user name of ECR included. */
export const kindOf = ({ kind, ecrUser }: CredentialFacts) => kind ?? (ecrUser ? 'aws-ecr-token' : null);

/**
 * Each secret's credentials with something to tell of their kind, each observation once. `taken`:
 * the registry took the login.
 */
export function tokensSay(pull: ImageContext, offers: readonly Offer[], taken: boolean): readonly Why[] {
  const lines = offers.flatMap((offer) => {
    const { facts } = offer.entry;
    const says = [
      formSays(pull, facts, taken),
      userSays(facts),
      endSays(pull, facts),
      projectSays(pull, facts),
    ];
    return says
      .filter((one) => one !== null)
      .map((one) => ({ source: secretSource(pull, offer.secret), says: one }));
  });
  return [...new Map(lines.map((line) => [`${line.source} ${line.says}`, line])).values()];
}

/** What the kind of token needs, or that it is of another registry. */
function formSays(pull: ImageContext, facts: CredentialFacts, taken: boolean): string | null {
  const kind = tokenKinds.get(kindOf(facts) ?? '');
  if (kind === undefined || (kind.home === null && taken)) return null;
  const form =
    facts.kind === null
      ? 'has the user AWS, as for an ECR token'
      : `holds a password in the form of ${kind.name}`;
  const registry = registryOf(pull);
  const home = homeOf(registry);
  if (kind.home !== null && home !== null && home !== kind.home)
    return `${form}; the entry is for ${registry}`;
  return kind.home === null || home === kind.home
    ? `${form}: ${kind.needs}`
    : `${form}, which is for ${kind.home}: ${kind.needs}`;
}

const userSays = ({ usernameKind }: CredentialFacts) =>
  usernameKind === null ? null : `has a user name in the form of ${tokenName(usernameKind)}`;

function endSays({ evidence }: ImageContext, { expiresAt }: CredentialFacts): string | null {
  return expiresAt !== null && Date.parse(expiresAt) > Date.parse(evidence.observedAt)
    ? `holds a token whose own end, ${expiresAt}, is still to come`
    : null;
}

/**
 * The projects of a service account and of the image where they differ: no fault, but a right that
 * has to be given.
 */
function projectsOf({ simulation }: ImageContext, { googleKey }: CredentialFacts) {
  const place = cloudImage(simulation.reference);
  const image = place?.cloud === 'google' ? place.owner : null;
  const account = googleKey?.project ?? null;
  return account === null || image === null || account === image ? null : { account, image };
}

function projectSays(pull: ImageContext, facts: CredentialFacts): string | null {
  const projects = projectsOf(pull, facts);
  return projects === null
    ? null
    : `holds the key of a service account of project \`${projects.account}\`; the image is of project \`${projects.image}\``;
}

/** Rights across projects, which only the registry knows. */
export function otherProjects(pull: ImageContext, offers: readonly Offer[]): readonly string[] {
  const asked = offers.flatMap((offer) => {
    const projects = projectsOf(pull, offer.entry.facts);
    return projects === null
      ? []
      : [
          `whether project \`${projects.image}\` lets the service account of project \`${projects.account}\` read`,
        ];
  });
  return [...new Set(asked)];
}
