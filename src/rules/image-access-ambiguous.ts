import { advice, type Draft } from '../model/finding.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { nodeIdentity } from './shared/cloud/node-identity.ts';
import { recordingBy, secretReader } from './shared/fixes/access-fixes.ts';
import { addSecret } from './shared/fixes/secret-fixes.ts';
import { compareName, hidesAbsence } from './shared/image-name.ts';
import { aboutLogin, isSilent, judgesLogin } from './shared/labels.ts';
import { neighboursSay } from './shared/neighbours/neighbour-pods.ts';
import { loginsSay, passesHereDoubt } from './shared/probe-results.ts';
import { registryHabits } from './shared/registries/habits.ts';
import { isOfficial } from './shared/registries/public-only.ts';
import { mayBeRefusedLogin, wordsSay } from './shared/sent.ts';
import { kubeletSays, listed, podSource, registryOf, repositoryOf } from './shared/sources.ts';
import {
  nodeCredentials,
  repositoryExists,
  repositoryMayNotExist,
  unreadSecrets,
} from './shared/unchecked.ts';

export default defineRule({
  id: 'image-access-ambiguous',
  stage: 'authorization',
  title: 'repository that is private or not there',
  explains: ['repository-or-access-denied-ambiguous', 'unauthorized-no-credentials'],
  lastResort: true,
  proof: [],
  detect(pull) {
    const { failure, simulation } = pull;
    if (failure === null || isSilent(failure.error.label)) return null;
    const open = simulation.kind === 'undetermined' && wordsSay(pull) !== 'yes';
    const hidesWhich = failure.error.label === 'repository-or-access-denied-ambiguous';
    // of a plain 401 the unread secrets are the cause, or not: nobody knows
    if (open && aboutLogin(pull)) return { ...undecided(pull), ...(hidesWhich ? {} : { atMost: 'warning' }) };
    if (!judgesLogin(pull)) return null;
    if (mayBeRefusedLogin(pull)) return refusedOrNone(pull);
    if (!hidesWhich) return null;
    const repository = repositoryOf(pull);
    const official = isOfficial(repository);
    const hint = official
      ? `\`${pull.image.image}\` names one of Docker Hub's official images, which are public: then it is not there (a slip in the name, or an image that only a build machine has)`
      : 'names a repository that may be private, or mistyped: the registry gives one answer for both';
    return {
      certainty: 'likely',
      unchecked: [
        pull.probe === null ? 'the registry itself, which was not asked' : repositoryExists,
        ...passesHereDoubt(pull),
        ...(nodeIdentity(pull) === null ? [] : [nodeCredentials(pull)]),
        ...unreadSecrets(pull),
      ],
      what: `\`${repository}\` is private or unknown to the registry, which does not tell the two apart`,
      why: [
        { source: 'the image', says: hint },
        ...registryHabits(pull),
        ...loginsSay(pull),
        ...neighboursSay(pull),
        ...kubeletSays(pull),
      ],
      fixes: official
        ? [advice('correct the name; for an image of your own put registry and project in front')]
        : compareName(pull),
      facts: { repository, official },
    };
  },
});

/**
 * A bare 401, and no pull secret that matches: the node's own login was refused, or none was sent.
 */
function refusedOrNone(pull: ImageContext): Draft {
  const repository = repositoryOf(pull);
  const registry = registryOf(pull);
  const node = pull.evidence.pod.node ?? 'the node';
  const [create, ...attach] = addSecret(
    pull,
    null,
    `if the name is right and the image is private, create a pull secret for ${registry}`,
  );
  return {
    certainty: 'likely',
    unchecked: [nodeCredentials(pull), repositoryMayNotExist],
    what: `\`${registry}\` answers 401, and no pull secret gives a login for it`,
    why: [
      {
        source: 'simulated',
        says: `no pull secret matches: a login that was sent is one of ${node} (its config.json, a credential provider plugin)`,
      },
      {
        source: 'the registry',
        says: 'answered a bare 401: so do registries that refuse a login, and some that hide a private or absent repository from a pull without one',
      },
      ...neighboursSay(pull),
      ...kubeletSays(pull),
    ],
    fixes: [
      advice(`compare the name ${repository} with the registry`),
      advice(
        `have the kubelet's own credentials for ${registry} on ${node} examined: its credential provider plugin (its errors are in the kubelet's log alone) and config.json`,
      ),
      ...(create === undefined ? [] : [{ ...create, alternative: true }, ...attach]),
    ],
    facts: { repository, official: false },
  };
}

/**
 * Pull secrets that may not be read: how far the words go without them, which of them decide, and
 * what to ask of whom.
 */
function undecided(pull: ImageContext): Draft {
  const registry = registryOf(pull);
  const names = pull.simulation.readings
    .filter(({ kind }) => kind === 'denied' || kind === 'failed')
    .map((reading) => reading.secret);
  const quoted = listed(names.map((name) => `\`${name}\``));
  const none = wordsSay(pull) === 'no';
  const [first = 'the pull secrets of the Pod, which are not known', ...rest] = unreadSecrets(pull);
  const possible = none
    ? 'no credential was sent: no entry of the pull secrets matches, or the kubelet could not use them'
    : 'either no credential was sent, since no entry matches, or one was sent and refused';
  return {
    certainty: 'likely',
    unchecked: [first, ...rest, nodeCredentials(pull)],
    what: none
      ? `the kubelet sends no credential to \`${registry}\`, and what would tell why was not read`
      : `\`${registry}\` refuses the pull, and what would tell whether a credential was sent was not read`,
    why: [
      {
        source: podSource(pull),
        says: names.length === 0 ? 'may list pull secrets: that part of it is not there' : `lists ${quoted}`,
      },
      { source: 'simulated', says: possible },
      { source: 'the registry', says: hidesAbsence(pull) },
      ...registryHabits(pull),
      ...neighboursSay(pull),
      ...kubeletSays(pull),
    ],
    fixes: [...secretReader(pull, names), ...recordingBy(pull, names), ...compareName(pull)],
    facts: { repository: repositoryOf(pull), official: false, secrets: names },
  };
}
