import { type NearestEntry, nearestEntry } from '../kubelet/near-match/nearest-entry.ts';
import type { Simulation } from '../model/simulation.ts';
import { editDistance } from '../text/edit-distance.ts';
import { unseenIn } from '../text/visible.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { nodeIdentity } from './shared/cloud/node-identity.ts';
import { differences } from './shared/differences.ts';
import { addSecret, correctEntry, serverFor } from './shared/fixes/secret-fixes.ts';
import { loginErrors } from './shared/labels.ts';
import { neighboursSay } from './shared/neighbours/neighbour-pods.ts';
import { orExistingSecret, usedByNeighbours } from './shared/neighbours/neighbour-secret.ts';
import { servesOnlyOthers } from './shared/neighbours/other-images.ts';
import { candidateSays, passesHereDoubt } from './shared/probe-results.ts';
import { isOfficial } from './shared/registries/public-only.ts';
import { wordsSay } from './shared/sent.ts';
import { kubeletSays, listed, plural, registryOf, repositoryOf, secretSource } from './shared/sources.ts';
import { nodeCredentials, repositoryExists } from './shared/unchecked.ts';

export default defineRule({
  id: 'pull-secret-registry-mismatch',
  stage: 'credentials',
  title: 'no pull secret entry matches the image',
  explains: loginErrors,
  proof: [
    {
      on: ['secrets', 'times', 'words'],
      since: "no entry matches by the kubelet's own rules, and the registry refused the pull",
    },
    {
      on: ['node', 'secrets', 'times', 'words'],
      since: 'the same for a registry of a cloud, where the node is of none or of another',
    },
  ],
  detect(pull) {
    const { simulation, failure } = pull;
    if (simulation.kind !== 'anonymous' || servesOnlyOthers(pull)) return null;
    const nearest = nearestEntry(simulation, pull.otherRepositories);
    if (nearest === null) return null;
    const { trial, entry, mismatch } = nearest;
    // an image that is on the node needs no entry of its own; one that nearly matches was meant for
    // it
    const far = mismatch === 'host' || mismatch === 'other';
    if (failure === null && !pull.preflight && far) return null;
    const reading = simulation.readings.find((one) => one.secret === trial.secret);
    // content of the other form gives no entries of its own: pull-secret-wrong-type says so
    if (reading === undefined || (reading.kind === 'usable' && reading.otherForm)) return null;

    const label = failure?.error.label;
    const official = isOfficial(repositoryOf(pull));
    const sent = wordsSay(pull) === 'yes';
    const unseen = unseenIn(entry.location);
    // before any pull nobody knows whether this image wants a login at all
    const forOthers =
      failure === null && far && !meantForThis(pull, nearest) && !inOtherDomain(trial.wanted, trial.offered);
    const unchecked = [
      nodeCredentials(pull),
      ...passesHereDoubt(pull),
      ...(label === 'repository-or-access-denied-ambiguous' ? [repositoryExists] : []),
    ] as const;
    return {
      // a secret for elsewhere says little where the node logs in by itself, as on a cloud
      certainty: (far && nodeIdentity(pull) !== null) || label === 'unknown' ? 'likely' : 'proven',
      unchecked,
      atMost: official || forOthers ? 'warning' : undefined,
      what:
        unseen === null
          ? `no pull secret entry matches \`${mismatch === 'path' ? repositoryOf(pull) : registryOf(pull)}\``
          : `entry \`${entry.location}\` of pull secret \`${trial.secret}\` holds ${unseen}, which cannot be seen`,
      why: [
        { source: 'the image', says: `asks for ${repositoryOf(pull)}` },
        {
          source: secretSource(pull, trial.secret),
          says: `${count(simulation, trial.secret)}${entry.location}: ${differences[mismatch](trial)}`,
        },
        ...othersSay(pull, trial.secret),
        {
          source: 'simulated',
          says: sent
            ? 'no entry matched: the credential that the words speak of is of the node'
            : 'no entry matched, so the kubelet pulls without credentials',
        },
        ...candidateSays(pull, 'mismatch'),
        ...neighboursSay(pull),
        ...kubeletSays(pull),
      ],
      fixes: orExistingSecret(
        pull,
        meantForThis(pull, nearest)
          ? correctEntry(pull, reading, entry.username, `recreate the secret for ${serverFor(pull)}`)
          : addSecret(
              pull,
              null,
              `create a second secret for ${serverFor(pull)}, and leave \`${trial.secret}\` as it is`,
            ),
      ),
      facts: {
        mismatch,
        secret: trial.secret,
        entry: entry.location,
        wanted: trial.wanted,
        offered: trial.offered,
      },
    };
  },
});

/**
 * The entry was meant for this image and is written wrongly; one for elsewhere, or one that serves
 * a neighbour, has to stay.
 */
function meantForThis(pull: ImageContext, { trial, mismatch }: NearestEntry): boolean {
  if (usedByNeighbours(pull, trial.secret)) return false;
  if (mismatch === 'path') return false;
  return mismatch !== 'host' || editDistance(trial.wanted, trial.offered) <= trial.wanted.length / 4;
}

function count(simulation: Simulation, secret: string): string {
  const entries = simulation.trials.filter((trial) => trial.secret === secret).length;
  return entries === 1 ? 'has one entry, ' : `has ${plural(entries, 'entry', 'entries')}, the nearest `;
}

function othersSay({ simulation, evidence }: ImageContext, nearest: string) {
  const others = [...new Set(simulation.trials.map((trial) => trial.secret))].filter(
    (name) => name !== nearest,
  );
  if (others.length === 0) return [];
  const entries = simulation.trials.filter((trial) => trial.secret !== nearest).length;
  const names = listed(others.map((name) => `${evidence.pod.namespace}/${name}`));
  return [
    {
      source: others.length === 1 ? `Secret ${names}` : `Secrets ${names}`,
      says: `${plural(entries, 'entry', 'entries')}, none of them nearer`,
    },
  ];
}

/**
 * Hosts that differ in their top-level domain alone: one registry by the names of two stages, or a
 * slip.
 */
const inOtherDomain = (one: string, other: string) =>
  one.includes('.') && withoutDomain(one) === withoutDomain(other);

const withoutDomain = (host: string) => host.replace(/\.[a-z]+$/, '');
