import type { ImageDiagnosis, Problem } from './model/diagnosis.ts';
import type { PodEvidence } from './model/evidence.ts';
import type { Command } from './model/finding.ts';
import type { Observed, Permission } from './model/observed.ts';
import { cloudImage } from './rules/words/cloud-image.ts';
import { loginErrors } from './rules/words/labels.ts';

/** The reads that gave nothing and could change the verdict on these images. */
export function problemsOf(evidence: PodEvidence, images: readonly ImageDiagnosis[]): readonly Problem[] {
  const { namespace, serviceAccount, node } = evidence.pod;
  const unsettled = images.filter((image) => image.status === 'failing' && !isSettled(image));
  const login = unsettled.some((image) => image.failure !== null && onSecrets(image));
  const cloud = unsettled.some(
    ({ simulation: { reference } }) => reference.ok && cloudImage(reference) !== null,
  );
  const platform = images.some((image) => image.failure?.error.label === 'platform-mismatch');
  return [
    ...(images.some((image) => image.status !== 'ok') ? problem('events of the Pod', evidence.events) : []),
    ...(login
      ? [...evidence.secrets, ...accountOnly(evidence)].flatMap(({ name, secret }) =>
          problem(`Secret ${namespace}/${name}`, secret),
        )
      : []),
    ...(login ? problem(`ServiceAccount ${namespace}/${serviceAccount}`, evidence.serviceAccount) : []),
    ...((platform || (login && cloud)) && node !== null ? problem(`Node ${node}`, evidence.node) : []),
  ];
}

/** Secrets that the ServiceAccount lists and the Pod, which lists none, does not. */
const accountOnly = (evidence: PodEvidence) =>
  evidence.secrets.length === 0 ? evidence.serviceAccountSecrets : [];

/** The words themselves settle it: a name that does not resolve stays one, whatever the secrets hold. */
const isSettled = (image: ImageDiagnosis) =>
  image.findings[0]?.severity === 'error' &&
  image.findings[0].certainty === 'proven' &&
  image.simulation.kind !== 'undetermined';

const onSecrets = ({ failure }: ImageDiagnosis) =>
  failure !== null &&
  [...loginErrors, 'malformed-pull-secret', 'registry-4xx-other'].includes(failure.error.label);

function problem(what: string, observed: Observed<unknown>): readonly Problem[] {
  if (observed.status === 'denied')
    return [{ what, need: permissionText(observed.need), check: canI(observed.need) }];
  if (observed.status !== 'failed') return [];
  return [{ what: `${what}: ${observed.problem}`, need: observed.remedy ?? 'try again', check: null }];
}

/** `get secrets/regcred in namespace shop`. */
export function permissionText({ verb, resource, name, namespace, group }: Permission): string {
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  return `${verb} ${target(resource, group, name)}${where}`;
}

/** The command with which kubectl tells whether the caller has a permission. */
export function canI({ verb, resource, name, namespace, group }: Permission): Command {
  const everywhere = clusterScoped.has(resource) ? [] : ['--all-namespaces'];
  const where = namespace === undefined ? everywhere : ['-n', namespace];
  return ['kubectl', 'auth', 'can-i', verb, target(resource, group, name), ...where];
}

const clusterScoped = new Set(['nodes', 'namespaces']);

const target = (resource: string, group: string, name: string | undefined) =>
  `${group === '' ? resource : `${resource}.${group}`}${name === undefined ? '' : `/${name}`}`;
