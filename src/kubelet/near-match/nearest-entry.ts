import type { AuthEntry } from '../../model/pull-secret.ts';
import type { Simulation, Trial } from '../../model/simulation.ts';
import { editDistance } from '../../text/edit-distance.ts';
import { dockerHubKey, isDockerHubImage, secretEntries } from '../credentials/keyring.ts';
import { keyOf } from '../credentials/sealed-content.ts';
import { type Address, hostMatches, matchUrls, parseAddress } from '../credentials/url-match.ts';
import { intendedAddress, type Mismatch, mismatchOf } from './mismatch.ts';

/** The entry that comes closest to the image, and what keeps it from matching. */
export interface NearestEntry {
  readonly trial: Trial;
  readonly entry: AuthEntry;
  readonly mismatch: Mismatch;
}

function serves(entry: AuthEntry, repository: string): boolean {
  const key = keyOf(entry);
  if (key === null) return false;
  return matchUrls(key, repository) === true || (key === dockerHubKey && isDockerHubImage(repository));
}

/** Longer than any host name; beyond it two are as far apart as they can be. */
const longestHost = 255;

const distanceOf = (a: string, b: string) =>
  a.length > longestHost || b.length > longestHost ? Math.max(a.length, b.length) : editDistance(a, b);

function differingParts(meant: Address, wanted: Address): number {
  const host = hostMatches(meant.host, wanted.host) === true;
  const parts = [host, meant.port === wanted.port, wanted.path.startsWith(meant.path)];
  return parts.filter((same) => !same).length;
}

/**
 * The entry of the pull secrets that comes closest to matching: fewest differing parts, then edit
 * distance of the hosts, then the order of the secrets. Null where all match or none is left;
 * entries that serve one of `otherRepositories` (`registry/repository`) do not count.
 */
export function nearestEntry(
  simulation: Simulation,
  otherRepositories: readonly string[],
): NearestEntry | null {
  if (!simulation.reference.ok) return null;
  const repository = `${simulation.reference.registry}/${simulation.reference.repository}`;
  const wanted = parseAddress(repository);
  if (wanted === null) return null;
  const trials = simulation.trials.filter((trial) => trial.source === 'secret');
  const candidates = secretEntries(simulation.readings).flatMap(({ entry }, i) => {
    const trial = trials[i];
    const rejected = trial?.outcome.endsWith('-differs') || trial?.outcome === 'not-a-url';
    if (trial === undefined || !rejected || otherRepositories.some((other) => serves(entry, other)))
      return [];
    const meant = intendedAddress(entry);
    return [
      { trial, entry, parts: differingParts(meant, wanted), distance: distanceOf(meant.host, wanted.host) },
    ];
  });
  const [nearest] = candidates.sort((a, b) => a.parts - b.parts || a.distance - b.distance);
  if (nearest === undefined) return null;
  const { trial, entry } = nearest;
  return { trial, entry, mismatch: mismatchOf(entry, repository) };
}
