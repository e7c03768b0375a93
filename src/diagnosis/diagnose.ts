import { simulate } from '../kubelet/simulate.ts';
import type { ImageDiagnosis, PodDiagnosis } from '../model/diagnosis.ts';
import type { PodEvidence, PodImage, SecretReference } from '../model/evidence.ts';
import type { Finding, Stage } from '../model/finding.ts';
import type { Simulation } from '../model/simulation.ts';
import { type PullState, readPullState } from '../pull-error/pull-state.ts';
import { sandboxFailure } from '../pull-error/sandbox.ts';
import type { ImageContext, Rule } from '../rules/define-rule.ts';
import { rules } from '../rules/index.ts';
import { causesLeft } from '../rules/shared/admitted.ts';
import { storableFix } from '../rules/shared/fixes/storable.ts';
import { isSilent, judgesLogin } from '../rules/shared/labels.ts';
import { passesHere } from '../rules/shared/probe-results.ts';
import { isPublic } from '../rules/shared/registries/public-only.ts';
import { repositoryExists, repositoryMayNotExist } from '../rules/shared/unchecked.ts';
import { perhapsUntried, untriedOffers, untriedSecrets } from '../rules/shared/untried.ts';
import { expectedFailure } from './expected-failure.ts';
import { withTemplateNow } from './old-pod.ts';
import { rank, withoutRefined } from './rank.ts';
import { problemsOf } from './unread.ts';

/**
 * `preflight`: the evidence is of a Pod template, and what its secrets would do counts as if a pull
 * had failed.
 */
export interface DiagnoseOptions {
  readonly preflight?: boolean;
}

/**
 * Diagnoses every image of one Pod from the evidence alone: simulate the kubelet, run the rules,
 * rank what they find.
 */
export function diagnose(evidence: PodEvidence, { preflight = false }: DiagnoseOptions = {}): PodDiagnosis {
  const simulated = evidence.pod.images.map((image) => [image, simulationOf(evidence, image)] as const);
  const states = pullStates(evidence);
  const repositories = [...new Set(simulated.flatMap(([, one]) => repositoryOf(one) ?? []))];
  const images = simulated.map(([image, simulation], index) =>
    diagnoseImage(evidence, image, states[index] ?? untried, simulation, repositories, preflight),
  );
  return {
    evidence,
    preflight,
    owner: evidence.owner,
    images,
    problems: problemsOf(evidence, images, preflight),
  };
}

const untried: PullState = { status: 'pending', failure: null };

/**
 * How each image's pull stands. A sandbox without its image keeps all of them from being tried:
 * that is told on the first.
 */
function pullStates({ pod, events: observed }: PodEvidence): readonly PullState[] {
  const events = observed.status === 'found' ? observed.value : [];
  const states = pod.images.map((image) => readPullState(image, events, pod.phase));
  const sandbox = sandboxFailure(pod, events);
  const first = Math.max(
    0,
    states.findIndex(({ status }) => status === 'pending'),
  );
  return sandbox === null || states.some(({ status }) => status === 'failing')
    ? states
    : states.with(first, { status: 'failing', failure: sandbox });
}

/** A Pod of whose list nothing is known may bring any credential. */
function simulationOf({ pod, secrets }: PodEvidence, image: PodImage): Simulation {
  const simulation = simulateWith(image, secrets);
  return pod.partialFrom !== undefined && simulation.kind === 'anonymous'
    ? { ...simulation, kind: 'undetermined' }
    : simulation;
}

const simulateWith = (image: PodImage, secrets: readonly SecretReference[]) =>
  simulate({ image: image.image, pullPolicy: image.pullPolicy, secrets });

function diagnoseImage(
  evidence: PodEvidence,
  image: PodImage,
  { status, failure }: PullState,
  simulation: Simulation,
  repositories: readonly string[],
  preflight: boolean,
): ImageDiagnosis {
  const own = repositoryOf(simulation);
  const probe = evidence.probes?.[image.image] ?? null;
  const account = evidence.serviceAccountSecrets;
  const pull: ImageContext = {
    image,
    evidence,
    simulation,
    status,
    failure: failure ?? (probe === null ? null : expectedFailure(probe, simulation)),
    probe,
    preflight,
    otherRepositories: repositories.filter((one) => one !== own),
    withServiceAccount: account.length === 0 ? null : simulateWith(image, account),
  };
  const findings = runRules(pull);
  const [first] = findings;
  const cause = first?.severity === 'error' && status === 'failing' ? first.rule : null;
  return {
    image,
    status,
    failure,
    simulation,
    findings,
    cause,
    probe,
  };
}

const repositoryOf = ({ reference }: Simulation): string | null =>
  reference.ok ? `${reference.registry}/${reference.repository}` : null;

const refinements = new Map(rules.map((rule) => [rule.id, rule.refines]));

function runRules(pull: ImageContext): readonly Finding[] {
  const drafts = rules.flatMap((rule) => {
    const draft = rule.detect(pull);
    return draft === null ? [] : [{ rule, draft }];
  });
  const accusesLogin = drafts.some(
    ({ rule, draft }) =>
      (rule.stage === 'secrets' || rule.stage === 'credentials') &&
      draft.atMost === undefined &&
      (draft.settled === true || explains(rule, pull)),
  );
  const findings = drafts
    // beside an accused login it would only say again that the registry does not tell
    .filter(({ rule }) => !(rule.lastResort && accusesLogin))
    .map(({ rule, draft: { atMost, settled = false, ...draft } }): Finding => {
      const blamed = (settled || explains(rule, pull)) && mayFail(pull);
      const severity =
        atMost === 'info' ? atMost : blamed && atMost === undefined ? 'error' : belowError(rule);
      const finding: Finding = {
        rule: rule.id,
        stage: rule.stage,
        severity,
        ...draft,
        fixes: draft.fixes.map(storableFix),
      };
      const doubted = rule.id === newer || settled ? finding : withDoubts(finding, pull);
      return withTemplateNow(doubted, pull);
    });
  return withoutRefined(rank(findings, refinements), refinements);
}

/** Tells that a message is older than a Secret; it stands whatever the message says. */
const newer = 'evidence-newer-than-failure';

/**
 * An error is no surer than the message that it explains: without one, or with one that is older
 * than the Secret, it is a guess.
 */
function withDoubts(finding: Finding, pull: ImageContext): Finding {
  if (finding.severity !== 'error') return finding;
  if (pull.failure === null) return withoutAnswer(finding, pull);
  const silence = aboutCredentials.has(finding.stage) && isSilent(pull.failure.error.label);
  const doubts = [...(silence || wordsUnread(pull) ? [silenceOf(pull)] : []), ...agesOf(finding, pull)];
  const [first, ...rest] = doubts;
  if (first === undefined) return withElse(finding, pull);
  const stood = aboutCredentials.has(finding.stage) && untriedOffers(pull).length > 0;
  return {
    ...finding,
    severity: stood ? 'warning' : 'error',
    certainty: 'likely',
    unchecked: [first, ...rest, ...finding.unchecked],
  };
}

/**
 * Before any pull nobody knows whether an image that would be pulled without a credential wants
 * one: the state is there all the same.
 */
function withoutAnswer(finding: Finding, pull: ImageContext): Finding {
  if (!aboutCredentials.has(finding.stage) || pull.simulation.kind !== 'anonymous') return finding;
  const doubt = `whether the image is public: the registry ${pull.probe === null ? 'was not asked' : 'gave no answer'}`;
  return { ...finding, unchecked: [doubt, ...finding.unchecked] } as Finding;
}

/** The state is there; what the words admit beside it is not checked. */
function withElse(finding: Finding, pull: ImageContext): Finding {
  const { unchecked } = finding;
  return aboutCredentials.has(finding.stage) &&
    causesLeft(pull).has('image-absent') &&
    !unchecked.some((one) => one === repositoryExists || one === repositoryMayNotExist)
    ? ({ ...finding, unchecked: [...unchecked, repositoryMayNotExist] } as Finding)
    : finding;
}

/**
 * The kubelet's message may be in events that were not given out, and name another cause than the
 * state that is seen.
 */
const wordsUnread = ({ failure, evidence }: ImageContext) =>
  failure !== null &&
  isSilent(failure.error.label) &&
  (evidence.events.status === 'denied' || evidence.events.status === 'failed');

function silenceOf(pull: ImageContext): string {
  if (wordsUnread(pull)) return "the kubelet's message: the events of the Pod could not be read";
  return pull.failure?.error.label === 'unknown'
    ? "the kubelet's message, which tells no cause"
    : "the kubelet's message, which no event and no status holds any more";
}

/**
 * Secrets that the finding speaks of, and that were or may have been written after the last
 * attempt.
 */
function agesOf({ facts, stage }: Finding, pull: ImageContext): readonly string[] {
  if (!aboutCredentials.has(stage)) return [];
  const about = [facts['secret'], facts['secrets']].flat();
  const named = (name: string) => about.length === 0 || about.includes(name);
  const untried = untriedSecrets(pull).filter(({ name }) => named(name));
  return [
    ...untried.map(({ source, at }) => `${source} as it is now: it changed at ${at}, after the last attempt`),
    ...perhapsUntried(pull)
      .filter(({ name }) => named(name))
      .map(({ name, says }) => `whether Secret \`${name}\` was tried as it is now: ${says}`),
  ];
}

/**
 * A state is a cause only where the image fails in a way that the state can explain; in a
 * preflight, where it lies in what was written.
 */
function explains(rule: Rule, pull: ImageContext): boolean {
  const { failure, preflight } = pull;
  if (rule.ceiling !== 'error') return false;
  return preflight && failure === null
    ? written.has(rule.stage) && !(aboutCredentials.has(rule.stage) && (passesHere(pull) || needsNone(pull)))
    : failure !== null &&
        rule.explains.includes(failure.error.label) &&
        (!aboutCredentials.has(rule.stage) || judgesLogin(pull));
}

/**
 * The kubelet would pull without a credential, and everybody may pull the image: what is wrong with
 * a secret does not matter to it.
 */
const needsNone = (pull: ImageContext) =>
  pull.simulation.kind === 'anonymous' && isPublic(repositoryOf(pull.simulation) ?? '');

/**
 * Stages whose rules say what was sent: only the registry's own answer to that can be their doing.
 */
const aboutCredentials = new Set<Stage>(['secrets', 'credentials']);

/** What runs was pulled: why it would not be pulled again is a warning. */
const mayFail = ({ status, preflight }: ImageContext) => preflight || status !== 'ok';

/** The stages that manifests decide. */
const written = new Set<Stage>(['reference', 'policy', 'secrets', 'credentials']);

const belowError = (rule: Rule) => (rule.ceiling === 'error' ? 'warning' : rule.ceiling);
