import { secretFinder } from '../kubelet/credentials/secret-finder.ts';
import { credentialShapes } from '../kubelet/redact-words.ts';
import type { PodEvidence, PodImage, SecretObject } from '../model/evidence.ts';
import { mapObserved } from '../model/observed.ts';
import { type FindSpans, type Redact, redactSpans } from '../text/redact/spans.ts';

/**
 * The evidence with the words of events and of the status as they may be shown: without any part of
 * the credentials of the Secrets that were read for the Pod or of the connection (`connection`),
 * and without what looks like a credential of others.
 */
export function redactPod(evidence: PodEvidence, connection: FindSpans = () => []): PodEvidence {
  let own: FindSpans | null = null;
  // events repeat their words
  const known = new Map([['', '']]);
  const redact: Redact = (words) => {
    let shown = known.get(words);
    if (shown === undefined) {
      own ??= secretFinder(secretsOf(evidence), shownNames(evidence));
      shown = redactSpans(words, [credentialShapes, own, connection]);
      known.set(words, shown);
    }
    return shown;
  };
  return {
    ...evidence,
    pod: { ...evidence.pod, images: evidence.pod.images.map((image) => redactImage(image, redact)) },
    events: mapObserved(evidence.events, (events) =>
      events.map((event) => ({ ...event, message: redact(event.message) })),
    ),
  };
}

function redactImage(image: PodImage, redact: Redact): PodImage {
  const { state } = image;
  if (state.kind !== 'waiting') return image;
  const message = state.message === null ? null : redact(state.message);
  // from 1.33 the reason may be a sentence, too
  return { ...image, state: { ...state, reason: redact(state.reason), message } };
}

function secretsOf(evidence: PodEvidence): readonly SecretObject[] {
  const listed = [evidence.secrets, evidence.serviceAccountSecrets, evidence.neighbourSecrets].flat();
  const elsewhere = Object.values(evidence.elsewhere);
  return [
    ...listed.flatMap(({ secret }) => (secret.status === 'found' ? [secret.value] : [])),
    ...elsewhere.flatMap((secrets) => (secrets.status === 'found' ? secrets.value : [])),
  ];
}

/** What the report shows by itself. */
const shownNames = ({ pod }: PodEvidence): readonly string[] => [
  ...new Set([
    ...pod.images.map(({ image }) => image),
    ...pod.images.map(({ container }) => container),
    ...pod.imagePullSecrets,
    ...[pod.name, pod.namespace, pod.node ?? '', pod.serviceAccount],
  ]),
];
