import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { PodDiagnosis } from '../../src/model/diagnosis.ts';
import type { ContainerState, PodEvent, PodEvidence, SecretReference } from '../../src/model/evidence.ts';
import type { Finding } from '../../src/model/finding.ts';
import { mapObserved } from '../../src/model/observed.ts';
import type { Ground } from '../../src/rules/define-rule.ts';
import { denials } from './denials.ts';

type Take = (evidence: PodEvidence, whole: PodDiagnosis) => PodEvidence;

const noRegistry: Take = ({ probes: _, ...evidence }) => evidence;

/** The words of a failure stay: the status has them, as from kubelet 1.32 on. */
const noEvents: Take = (evidence, { images }) => ({
  ...denials.events.deny(evidence),
  pod: {
    ...evidence.pod,
    images: evidence.pod.images.map((image, index) => {
      const failure = images[index]?.failure;
      return failure?.from === 'event' ? waitingWith(image, 'ErrImagePull', failure.text) : image;
    }),
  },
});

type Image = PodEvidence['pod']['images'][number];

const waitingWith = (image: Image, reason: string, message: string): Image => ({
  ...image,
  state: { kind: 'waiting', reason, message },
});

/** No object and no event tells when it was written or seen. */
const noTimes: Take = (evidence) => ({
  ...evidence,
  events: mapObserved(evidence.events, (events) =>
    events.map((event) => ({ ...event, firstSeen: null, lastSeen: null })),
  ),
  secrets: timeless(evidence.secrets),
  serviceAccountSecrets: timeless(evidence.serviceAccountSecrets),
  serviceAccount: mapObserved(evidence.serviceAccount, untimed),
});

const untimed = <T>(value: T) => ({ ...value, createdAt: null, changedAt: null });

const timeless = (references: readonly SecretReference[]): readonly SecretReference[] =>
  references.map(({ name, secret }) => ({ name, secret: mapObserved(secret, untimed) }));

/** The kubelet says that it backs off, and nothing else. */
const silence: Take = (evidence) => ({
  ...evidence,
  pod: {
    ...evidence.pod,
    images: evidence.pod.images.map((image) =>
      failed(image.state)
        ? waitingWith(image, 'ImagePullBackOff', `Back-off pulling image "${image.image}"`)
        : image,
    ),
  },
  events: mapObserved(evidence.events, (events) => events.filter((event) => !tells(event))),
});

const failed = (state: ContainerState) =>
  state.kind === 'waiting' && !['ContainerCreating', 'PodInitializing', ''].includes(state.reason);

const tells = ({ reason, message }: PodEvent) =>
  !['Scheduled', 'Pulling', 'Pulled', 'BackOff', 'FailedToRetrieveImagePullSecret'].includes(reason) &&
  !/^Error: (?:ErrImagePull|ImagePullBackOff)$/.test(message);

/**
 * Each ground, and the same evidence without it; in the order in which a proof is first tried to do
 * without.
 */
const takes: readonly (readonly [Ground, Take])[] = [
  ['registry', noRegistry],
  ['neighbours', denials.neighbours.deny],
  ['node', denials.node.deny],
  ['ServiceAccount', denials.ServiceAccount.deny],
  ['secrets', denials.secrets.deny],
  ['events', noEvents],
  ['times', noTimes],
  ['words', silence],
];

/** Evidence that no proof rests on. */
const beside = (evidence: PodEvidence): PodEvidence =>
  denials['other namespaces'].deny(denials['other nodes'].deny(evidence));

/**
 * What a proven finding of an image cannot do without: one ground after another is taken away for
 * as long as it stays proven.
 */
export function restsOn(whole: PodDiagnosis): (index: number, finding: Finding) => readonly Ground[] {
  const known = new Map<string, PodDiagnosis>();
  const without = (evidence: PodEvidence, gone: string): PodDiagnosis => {
    const diagnosis = known.get(gone) ?? diagnose(evidence, { preflight: whole.preflight });
    known.set(gone, diagnosis);
    return diagnosis;
  };
  return (index, finding) => {
    let left = beside(whole.evidence);
    let gone = '';
    const stays = (diagnosis: PodDiagnosis) =>
      diagnosis.images[index]?.findings.some((one) => one.rule === finding.rule && isStill(one, finding));
    const needed: Ground[] = [];
    for (const [ground, take] of takes) {
      const less = take(left, whole);
      if (stays(without(less, `${gone} ${ground}`))) {
        left = less;
        gone = `${gone} ${ground}`;
      } else needed.push(ground);
    }
    return needed;
  };
}

/**
 * An error has to stay one; a state that is only noticed may come to be blamed, and is then a
 * guess.
 */
const isStill = (now: Finding, before: Finding) =>
  before.severity === 'error'
    ? now.severity === 'error' && now.certainty === 'proven'
    : now.severity === 'error' || now.certainty === 'proven';
