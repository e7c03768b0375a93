import type { ImageDiagnosis, UnreadEvidence } from '../model/diagnosis.ts';
import { notNamed, type PodEvidence, type SecretReference } from '../model/evidence.ts';
import { absent, type Observed, type Permission } from '../model/observed.ts';
import { cloudImage } from '../rules/shared/cloud/cloud-image.ts';
import { loginErrors } from '../rules/shared/labels.ts';
import { nameFault } from '../text/kubernetes-name.ts';
import { shellWord } from '../text/shell-word.ts';

type Unread = Exclude<Observed<never>, { status: 'found' | 'absent' }>;

/**
 * The reads that gave nothing and could change the verdict on these images, its proof or its fix.
 */
export function problemsOf(
  evidence: PodEvidence,
  images: readonly ImageDiagnosis[],
  preflight = false,
): readonly UnreadEvidence[] {
  const { namespace, serviceAccount, node } = evidence.pod;
  const failing = images.filter((image) => preflight || image.status === 'failing');
  const onLogin = failing.filter((image) => preflight || onSecrets(image));
  const unsettled = onLogin.filter((image) => !isSettled(image));
  const unserved = onLogin.some((image) => image.simulation.kind !== 'offers');
  const needsAccount = unsettled.length > 0 || unserved;
  return [
    ...partialProblem(evidence),
    ...(images.some((image) => image.status !== 'ok') ? problem('events of the Pod', evidence.events) : []),
    ...secretProblems(namespace, [
      ...(unsettled.length > 0 ? evidence.secrets : []),
      ...(unserved ? [...evidence.serviceAccountSecrets, ...evidence.neighbourSecrets] : []),
    ]),
    ...(needsAccount && namespace !== notNamed
      ? problem(`ServiceAccount ${namespace}/${serviceAccount}`, evidence.serviceAccount)
      : []),
    ...(onLogin.length > 0
      ? Object.entries(evidence.elsewhere).flatMap(([name, read]) =>
          problem(`Secrets ${name} of other namespaces`, read),
        )
      : []),
    ...(node !== null && (failing.some(onNode) || unsettled.some(onCloud))
      ? problem(`Node ${node}`, evidence.node)
      : []),
    ...settingsProblem(evidence),
    ...problem('nodes that take Pods', evidence.nodes),
    ...problem(`other Pods of namespace ${namespace}`, evidence.neighbours),
    ...(failing.length > 0 ? ownerProblem(evidence) : []),
    ...images.flatMap(registryProblem),
  ];
}

const registryAnswer = 'an answer of the registry from here';

/**
 * A registry that `--probe` could not ask says nothing against the verdict: the exit code stays.
 */
export const isOfRegistry = ({ need }: UnreadEvidence): boolean => need === registryAnswer;

/** A registry that was to be asked and was not, or gave no answer. */
function registryProblem({ probe }: ImageDiagnosis): readonly UnreadEvidence[] {
  const [first] = probe?.attempts ?? [];
  if (probe === null || first === undefined) return [];
  const silent = probe.attempts.every(({ outcome }) => outcome === 'failed' || outcome === 'not-asked');
  const unasked = probe.notAsked ?? (silent ? first.says : null);
  return unasked === null
    ? []
    : [
        {
          what: `registry ${probe.asked}: ${unasked}`,
          need: registryAnswer,
          check: null,
        },
      ];
}

/** Both pages need one permission, so that one line says what is lacking. */
function settingsProblem({ nodeConfig }: PodEvidence): readonly UnreadEvidence[] {
  if (nodeConfig === undefined) return [];
  const { node, settings, flags } = nodeConfig;
  const unread = settings.status === 'found' ? flags : settings;
  return problem(`settings of the kubelet of ${node}`, unread);
}

/** What was pasted holds a part of the Pod. */
const partialProblem = ({ pod: { partialFrom, namespace, name } }: PodEvidence): readonly UnreadEvidence[] =>
  partialFrom === undefined
    ? []
    : [
        {
          what: `Pod ${name === notNamed ? name : `${namespace}/${name}`}: only ${partialFrom === 'events' ? 'its events are' : `what ${partialFrom} tells is`} there, not its imagePullSecrets`,
          need: `the cluster, or a file with kubectl get pod,event,secret,serviceaccount -n ${namespace === notNamed ? 'NAMESPACE' : shellWord(namespace)} -o yaml`,
          check: null,
        },
      ];

/** Several lists may name a secret. */
const secretProblems = (namespace: string, references: readonly SecretReference[]) =>
  [...new Map(references.map((one) => [one.name, one.secret]))].flatMap(([name, secret]) =>
    problem(`Secret ${namespace}/${name}`, secret),
  );

/** Few files hold owners, and that says nothing of the cluster. */
const ownerProblem = ({ owner, aboveOwner = absent, pod, source }: PodEvidence) =>
  problem(
    `${owner?.kind} ${pod.namespace}/${owner?.name}, for its owner`,
    source === 'file' && aboveOwner.status === 'failed' ? absent : aboveOwner,
  );

/**
 * The words themselves settle it: a name that does not resolve stays one, whatever the secrets
 * hold.
 */
const isSettled = (image: ImageDiagnosis) =>
  image.findings[0]?.severity === 'error' &&
  image.findings[0].certainty === 'proven' &&
  image.simulation.kind !== 'undetermined';

const onSecrets = ({ failure }: ImageDiagnosis) =>
  failure !== null &&
  [...loginErrors, 'malformed-pull-secret', 'registry-4xx-other'].includes(failure.error.label);

const onNode = ({ failure }: ImageDiagnosis) =>
  failure !== null && ['platform-mismatch', 'never-pull-policy'].includes(failure.error.label);

const onCloud = ({ simulation: { reference } }: ImageDiagnosis) =>
  reference.ok && cloudImage(reference) !== null;

const problem = (what: string, read: Observed<unknown> | null): readonly UnreadEvidence[] =>
  read?.status === 'denied' || read?.status === 'failed' ? [problemOf(what, read)] : [];

/** A read that gave nothing, as the report tells it. */
export const problemOf = (what: string, read: Unread): UnreadEvidence =>
  read.status === 'denied'
    ? {
        what: read.reason === undefined ? what : `${what}: ${read.reason}`,
        ...permissionOf(read.need),
      }
    : { what: `${what}: ${read.problem}`, need: read.remedy ?? 'try again', check: null };

/** Resources without a namespace; of others, none means all of them. */
const unscoped = new Set(['nodes', 'nodes/proxy', 'namespaces']);

/**
 * The permission, with the command that asks for it unless Kubernetes could not store a name in it.
 */
function permissionOf(need: Permission): Pick<UnreadEvidence, 'need' | 'check'> {
  const { name, namespace } = need;
  const fault =
    (name === undefined ? null : nameFault(name)) ??
    (namespace === undefined ? null : nameFault(namespace, 'label'));
  return fault === null
    ? { need: permissionText(need), check: canI(need) }
    : {
        need: `the permission ${permissionText(need)}; no command asks for it, since a name in it ${fault}`,
        check: null,
      };
}

/** `get secrets/regcred in namespace shop`. */
export function permissionText({ verb, resource, name, namespace, group }: Permission): string {
  const everywhere = unscoped.has(resource) ? '' : ' in all namespaces';
  const where = namespace === undefined ? everywhere : ` in namespace ${namespace}`;
  return `${verb} ${target(resource, group, name)}${where}`;
}

/** The command with which kubectl tells whether the caller has a permission. */
export function canI({ verb, resource, name, namespace, group }: Permission): string {
  const [whole = '', part] = resource.split('/');
  if (part !== undefined)
    return `kubectl auth can-i ${verb} ${shellWord(target(whole, group, name))} --subresource=${shellWord(part)}`;
  const everywhere = unscoped.has(resource) ? '' : ' -A';
  const where = namespace === undefined ? everywhere : ` -n ${shellWord(namespace)}`;
  return `kubectl auth can-i ${verb} ${shellWord(target(resource, group, name))}${where}`;
}

const target = (resource: string, group: string, name: string | undefined) =>
  `${group === '' ? resource : `${resource}.${group}`}${name === undefined ? '' : `/${name}`}`;
