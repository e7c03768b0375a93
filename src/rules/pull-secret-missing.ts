import { simulate } from '../kubelet/simulate.ts';
import type { SecretObject } from '../model/evidence.ts';
import { found } from '../model/observed.ts';
import { type Case, defineRule } from './define-rule.ts';
import { loginErrors } from './words/labels.ts';
import { besidesOffers, withoutIt } from './words/offers.ts';
import { createSecret, serverFor } from './words/secret-fixes.ts';
import { kubeletSays, listed, podSource, secretSource } from './words/sources.ts';

export default defineRule({
  id: 'pull-secret-missing',
  stage: 'secrets',
  title: 'pull secret that does not exist',
  explains: [...loginErrors, 'missing-pull-secret'],
  detect(pull) {
    const { simulation, evidence } = pull;
    const { pod, elsewhere } = evidence.pod;
    const names = simulation.readings.filter((one) => one.kind === 'absent').map((one) => one.secret);
    const [first] = names;
    if (first === undefined) return null;

    const copies = names.flatMap((name) => {
      const found = elsewhere[name];
      return found?.status === 'found' ? found.value : [];
    });
    const useful = copies.filter((copy) => wouldServe(pull, copy));
    const quoted = listed(names.map((name) => `\`${name}\``));
    return {
      certainty: 'proven',
      unchecked: [...unseen(pull, names), ...besidesOffers(pull)],
      // another secret of the list is offered: the pull does not hang on this one
      aside: simulation.offers.length > 0,
      what: `pull secret ${quoted} ${names.length === 1 ? 'does' : 'do'} not exist in namespace \`${pod.namespace}\``,
      why: [
        { source: podSource(pull), says: `names ${quoted} in spec.imagePullSecrets` },
        { source: secretSource(pull, first), says: 'is not there' },
        ...copies.map((copy) => ({
          source: `Secret ${copy.namespace}/${copy.name}`,
          says: `has that name${useful.includes(copy) ? ' and an entry for this image' : ', but no entry for this image'}; secrets are not shared between namespaces`,
        })),
        { source: 'simulated', says: `the kubelet skips it; ${withoutIt(pull)}` },
        ...kubeletSays(pull),
      ],
      fixes: [
        ...useful.slice(0, 1).map((copy) => copyFix(copy, pod.namespace)),
        ...(useful.length === 0
          ? [createSecret(pull, first, `create it in namespace ${pod.namespace}`, true)]
          : [{ ...createSecret(pull, first, `create it for ${serverFor(pull)}`, true), alternative: true }]),
      ],
      facts: { secrets: names, namespaces: useful.map((copy) => copy.namespace) },
    };
  },
});

const wouldServe = ({ evidence, simulation }: Case, copy: SecretObject) =>
  simulation.reference.ok &&
  simulate({ image: evidence.image.image, secrets: [{ name: copy.name, secret: found(copy) }] }).offers
    .length > 0;

/** Copies without showing: the patch drops the metadata that belongs to the other namespace. */
const copyFix = (copy: SecretObject, namespace: string) =>
  ({
    title: `copy it from namespace ${copy.namespace}`,
    pipeline: [
      ['kubectl', 'get', 'secret', copy.name, '-n', copy.namespace, '-o', 'json'],
      [
        'kubectl',
        'patch',
        '--local',
        '-f',
        '-',
        '--type=merge',
        '-p',
        JSON.stringify({
          metadata: {
            namespace,
            uid: null,
            resourceVersion: null,
            creationTimestamp: null,
            ownerReferences: null,
            managedFields: null,
          },
        }),
        '-o',
        'json',
      ],
      ['kubectl', 'create', '-f', '-'],
    ],
    effect: 'changes',
    after: 'the kubelet retries by itself within 5 minutes',
  }) as const;

/** Looks into other namespaces that gave nothing. */
function unseen({ evidence }: Case, names: readonly string[]): readonly string[] {
  const looks = names.map((name) => evidence.pod.elsewhere[name]);
  if (looks.some((look) => look?.status === 'denied'))
    return ['other namespaces: list secrets is forbidden to you'];
  return looks.some((look) => look?.status === 'failed') ? ['other namespaces: they could not be read'] : [];
}
