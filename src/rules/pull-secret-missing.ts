import { simulate } from '../kubelet/simulate.ts';
import type { SecretObject } from '../model/evidence.ts';
import { advice, type Fix, type Why } from '../model/finding.ts';
import { found } from '../model/observed.ts';
import { nameFault } from '../text/kubernetes-name.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { copySecret } from './shared/fixes/copy-secret.ts';
import { attachSecret } from './shared/fixes/list-fixes.ts';
import { createSecret, serverFor } from './shared/fixes/secret-fixes.ts';
import { loginErrors } from './shared/labels.ts';
import { neighboursSay } from './shared/neighbours/neighbour-pods.ts';
import { orExistingSecret } from './shared/neighbours/neighbour-secret.ts';
import { besidesOffers, withoutIt } from './shared/offers.ts';
import { wordsSay } from './shared/sent.ts';
import { kubeletSays, listed, podSource, secretSource } from './shared/sources.ts';
import { nodeCredentials, unreadSecrets } from './shared/unchecked.ts';
import { unretrieved } from './shared/unretrieved.ts';

export default defineRule({
  id: 'pull-secret-missing',
  stage: 'secrets',
  title: 'pull secret that does not exist',
  explains: [...loginErrors, 'missing-pull-secret'],
  proof: [
    {
      on: ['secrets', 'words'],
      since: 'the API server answered 404 for a Secret that the Pod lists, and the registry refused the pull',
    },
  ],
  detect(pull) {
    const { simulation, evidence } = pull;
    const { pod } = evidence;
    const names = simulation.readings.filter((one) => one.kind === 'absent').map((one) => one.secret);
    const [first] = names;
    if (first === undefined) return fromKubelet(pull);

    const copies = names.flatMap((name) => {
      const found = elsewhereOf(pull, name);
      return found?.status === 'found' ? found.value : [];
    });
    const useful = copies.filter((copy) => wouldServe(pull, copy));
    const quoted = someQuoted(names);
    const fault = nameFault(first);
    // what the ServiceAccount lists serves the image, and needs no password to be known
    const shadowed = (pull.withServiceAccount?.offers ?? []).slice(0, 1).map((offer) => offer.secret);
    return {
      certainty: 'proven',
      unchecked: [...unseen(pull, names), ...besidesOffers(pull)],
      // another secret of the list is offered: the pull does not hang on this one
      atMost: simulation.offers.length > 0 ? 'warning' : undefined,
      what:
        fault === null
          ? `pull secret ${quoted} ${names.length === 1 ? 'does' : 'do'} not exist in namespace \`${pod.namespace}\``
          : `pull secret \`${first}\` cannot exist: its name ${fault}`,
      why: [
        { source: podSource(pull), says: `names ${quoted} in spec.imagePullSecrets` },
        { source: secretSource(pull, first), says: 'is not there' },
        ...retrievalSays(pull, names),
        ...copies.map((copy) => ({
          source: `Secret ${copy.namespace}/${copy.name}`,
          says: `has that name${useful.includes(copy) ? ' and an entry for this image' : ', but no entry for this image'}; secrets are not shared between namespaces`,
        })),
        { source: 'simulated', says: `the kubelet skips it; ${withoutIt(pull)}` },
        ...neighboursSay(pull),
        ...kubeletSays(pull),
      ],
      fixes: orExistingSecret(pull, [
        ...shadowed.flatMap((name) => attachSecret(pull, name)),
        ...(fault === null ? [] : [correctName(first, fault)]),
        ...useful
          .slice(0, fault === null ? 1 : 0)
          .map((copy) => ({ ...copySecret(pull, copy, pod.namespace), alternative: shadowed.length > 0 })),
        ...(fault !== null
          ? []
          : useful.length === 0 && shadowed.length === 0
            ? [createSecret(pull, first, `create it in namespace ${pod.namespace}`, true)]
            : [
                { ...createSecret(pull, first, `create it for ${serverFor(pull)}`, true), alternative: true },
              ]),
      ]),
      facts: { secrets: names, namespaces: useful.map((copy) => copy.namespace) },
    };
  },
});

/** No Secret can ever have the name: nothing but the list itself can be put right. */
const correctName = (name: string, fault: string): Fix =>
  advice(`correct the name \`${name}\` where imagePullSecrets are written: it ${fault}`);

/** The Secrets of that name in other namespaces; undefined where nobody looked. */
const elsewhereOf = ({ evidence: { elsewhere } }: ImageContext, name: string) =>
  Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;

const wouldServe = ({ image, simulation }: ImageContext, copy: SecretObject) =>
  simulation.reference.ok &&
  simulate({ image: image.image, secrets: [{ name: copy.name, secret: found(copy) }] }).offers.length > 0;

/** Looks into other namespaces that gave nothing. */
function unseen(pull: ImageContext, names: readonly string[]): readonly string[] {
  const looks = names.map((name) => elsewhereOf(pull, name));
  if (looks.some((look) => look?.status === 'denied'))
    return ['other namespaces: list secrets is forbidden to you'];
  if (looks.some((look) => look?.status === 'failed')) return ['other namespaces: they could not be read'];
  const left = looks.filter((look) => look === undefined).length;
  return left > 0 && left < names.length
    ? [`other namespaces: ${left} more of these names were not looked for`]
    : [];
}

/** Names of a sentence that somebody still reads. */
const mostNamed = 10;

function someQuoted(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return listed(more > 0 ? [...shown, `${more} more`] : shown);
}

const retrievalSays = (pull: ImageContext, names: readonly string[]): readonly Why[] => {
  const told = unretrieved(pull);
  return told?.names.some((name) => names.includes(name)) === true
    ? [{ source: 'kubelet', says: `"${told.event.message}"` }]
    : [];
};

/** Secrets that may not be read here: the kubelet may still have said that it cannot get them. */
function fromKubelet(pull: ImageContext) {
  const { simulation, evidence } = pull;
  const told = unretrieved(pull);
  const names = simulation.readings
    .filter((one) => one.kind === 'denied' || one.kind === 'failed')
    .map((one) => one.secret)
    .filter((name) => told?.names.includes(name));
  const [first] = names;
  const [unread, ...others] = unreadSecrets(pull);
  if (told === null || first === undefined || unread === undefined) return null;
  const { namespace } = evidence.pod;
  const quoted = listed(names.map((name) => `\`${name}\``));
  return {
    certainty: 'likely',
    unchecked: [unread, ...others, nodeCredentials(pull)],
    // words that prove a credential was sent speak of another one
    atMost: simulation.offers.length > 0 || wordsSay(pull) === 'yes' ? 'warning' : undefined,
    what: `the kubelet cannot retrieve pull secret ${quoted}`,
    why: [
      { source: podSource(pull), says: `names ${quoted} in spec.imagePullSecrets` },
      ...retrievalSays(pull, names),
      { source: 'simulated', says: `the kubelet skips it; ${withoutIt(pull)}` },
      ...kubeletSays(pull),
    ],
    fixes: [
      {
        title: `see whether it is in namespace ${namespace}, as someone who may read secrets there`,
        pipeline: [['kubectl', 'get', 'secret', first, '-n', namespace]],
        effect: 'reads',
        after: '',
      },
    ],
    facts: { secrets: names, namespaces: [] },
  } as const;
}
