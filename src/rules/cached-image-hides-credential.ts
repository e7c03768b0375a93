import { nearestEntry } from '../kubelet/near-match/nearest-entry.ts';
import type { NeighbourPod, PodEvent } from '../model/evidence.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { addSecret } from './shared/fixes/secret-fixes.ts';
import { givesToAll } from './shared/image-verification.ts';
import { isSilent, loginErrors } from './shared/labels.ts';
import { neighbourPods } from './shared/neighbours/neighbour-pods.ts';
import { orExistingSecret } from './shared/neighbours/neighbour-secret.ts';
import { servesOnlyOthers } from './shared/neighbours/other-images.ts';
import { isOfficial } from './shared/registries/public-only.ts';
import { listed, podSource, registryOf, repositoryOf, sourceOf } from './shared/sources.ts';

export default defineRule({
  id: 'cached-image-hides-credential',
  stage: 'credentials',
  title: 'image on the node that hides a credential of no use',
  explains: [],
  ceiling: 'warning',
  proof: [],
  detect(pull) {
    const { evidence, simulation, status } = pull;
    const { image, pullPolicy } = pull.image;
    const found = foundOnNode(pull);
    if (status !== 'ok' || pullPolicy !== 'IfNotPresent' || found === null) return null;
    // Docker Hub's official images are public: no credential is missed
    if (isOfficial(repositoryOf(pull))) return null;
    const refused = simulation.kind === 'anonymous' ? refusedNeighbour(pull) : null;
    const fault = faultOfSecrets(pull);
    if (fault === null && refused === null) return null;
    const node = evidence.pod.node ?? 'the node';
    const free = givesToAll(pull);
    return {
      certainty: 'likely',
      unchecked: [
        refused === null
          ? `whether ${registryOf(pull)} wants a login for this image: it was not asked`
          : `whether ${refused.name} fails for want of a login alone`,
        'credentials of other nodes themselves (their config.json, credential provider plugins)',
      ],
      what: `\`${image}\` was on ${node} already, and the Pod has no credential to pull it with`,
      why: [
        { source: 'kubelet', says: `"${found.message}"` },
        ...(fault === null ? [] : [{ source: podSource(pull), says: fault }]),
        ...(refused === null
          ? []
          : [
              {
                source: sourceOf({ kind: 'Pod', namespace: evidence.pod.namespace, name: refused.name }),
                says: `fails to pull ${repositoryOf(pull)} on ${refused.node ?? 'its node'}, for want of a login`,
              },
            ]),
        ...(free === null ? [] : [free]),
        { source: 'simulated', says: 'on a node without the image the kubelet pulls without credentials' },
      ],
      fixes:
        fault === null
          ? orExistingSecret(pull, addSecret(pull, null, `create a pull secret for ${registryOf(pull)}`))
          : [],
      facts: { node: evidence.pod.node, neighbour: refused?.name ?? null },
    };
  },
});

/**
 * The image was there before the Pod came: the events reach back to its scheduling, and none says
 * that it was pulled. A kubelet that verifies the Pod's right to the image (on by default from
 * 1.35) says that it `can be accessed by the pod`, and is left out; with NeverVerify it says so of
 * every image.
 */
function foundOnNode(pull: ImageContext): PodEvent | null {
  const { container, image } = pull.image;
  const { events } = pull.evidence;
  if (events.status !== 'found' || !events.value.some(({ reason }) => reason === 'Scheduled')) return null;
  const pulled = events.value.filter(
    (event) =>
      event.reason === 'Pulled' &&
      (event.container ?? container) === container &&
      event.message.includes(`"${image}"`),
  );
  const present =
    givesToAll(pull) === null ? /already present on machine\W*$/ : /already present on machine\b/;
  return pulled.every(({ message }) => present.test(message)) ? (pulled.at(-1) ?? null) : null;
}

/**
 * What keeps the Pod's own list from serving this image; null where it serves, is not known, or was
 * meant for other images.
 */
function faultOfSecrets(pull: ImageContext): string | null {
  const { simulation } = pull;
  const named = (kind: 'undecodable' | 'ignored' | 'absent') =>
    listed(
      simulation.readings.flatMap((reading) => (reading.kind === kind ? [`\`${reading.secret}\``] : [])),
    );
  if (simulation.kind === 'undecodable')
    return `lists ${named('undecodable')}, which cannot be decoded: the kubelet then uses none of its secrets`;
  if (simulation.kind !== 'anonymous' || servesOnlyOthers(pull)) return null;
  const [absent, ignored] = [named('absent'), named('ignored')];
  if (absent !== '') return `lists ${absent}, which the namespace does not have, and nothing that matches`;
  if (ignored !== '') return `lists ${ignored}, which the kubelet ignores, and nothing that matches`;
  const nearest = nearestEntry(simulation, pull.otherRepositories);
  // another host's entry was hardly meant for this image, which may be public
  if (nearest === null || nearest.mismatch === 'host' || nearest.mismatch === 'other') return null;
  return `lists \`${nearest.trial.secret}\`, whose entry ${nearest.entry.location} nearly matches, and nothing that does`;
}

/** A Pod that is refused the same repository while it lists no other secrets than this one. */
function refusedNeighbour(pull: ImageContext): NeighbourPod | null {
  const own = pull.evidence.pod.imagePullSecrets;
  const refused = neighbourPods(pull).find(
    ({ images, imagePullSecrets }) =>
      imagePullSecrets.every((name) => own.includes(name)) &&
      images.some(
        ({ repository, error }) =>
          repository === repositoryOf(pull) &&
          error !== null &&
          loginErrors.includes(error) &&
          !isSilent(error),
      ),
  );
  return refused ?? null;
}
