import type { AuthEntry } from '../model/pull-secret.ts';
import type { FiledEntry, Offer, Simulation, SimulationInput, Trial } from '../model/simulation.ts';
import {
  buildKeyring,
  dockerHubKey,
  isDockerHubImage,
  type Keyring,
  type KeyringSlot,
  lookup,
  secretEntries,
} from './credentials/keyring.ts';
import { nodeEntries } from './credentials/node-entries.ts';
import { readPullSecret } from './credentials/read-pull-secret.ts';
import { keyOf, sameCredential } from './credentials/sealed-content.ts';
import { urlDifference } from './credentials/url-match.ts';
import { parseImageReference } from './image/image-reference.ts';

/** Runs of entries of one secret. Within a run Go's map iteration leaves the order open. */
function runsOf(slot: KeyringSlot): readonly (readonly FiledEntry[])[] {
  const runs: FiledEntry[][] = [];
  for (const item of slot.entries) {
    const run = runs.at(-1);
    if (run?.[0]?.reading === item.reading) run.push(item);
    else runs.push([item]);
  }
  return runs;
}

const differ = ([first, ...rest]: readonly FiledEntry[]) =>
  first !== undefined && rest.some((item) => !sameCredential(item.entry.credential, first.entry.credential));

/**
 * The credentials that are sent for a repository, in order: the keyrings one after the other, each
 * with its own fallback.
 */
export function collectOffers(keyrings: readonly Keyring[], repository: string): readonly Offer[] {
  const offers: Offer[] = [];
  let ties = 0;
  for (const keyring of keyrings) {
    const { fallback, slots } = lookup(keyring, repository);
    for (const slot of slots) {
      for (const run of runsOf(slot)) {
        const tie = differ(run) ? ++ties : null;
        for (const item of run)
          offers.push({ order: offers.length + 1, tie, ...item, key: item.entry.key ?? '', fallback });
      }
    }
  }
  return offers;
}

const outcomes = {
  host: 'host-differs',
  port: 'port-differs',
  path: 'path-differs',
  url: 'not-a-url',
} as const;

type Outcome = Pick<Trial, 'outcome' | 'wanted' | 'offered'>;

function tryEntry(entry: AuthEntry, repository: string, fallback: boolean): Outcome {
  const key = keyOf(entry);
  if (key === null) return { outcome: 'not-a-url', wanted: '', offered: '' };
  const difference = urlDifference(key, repository);
  if (difference === null) return { outcome: 'match', wanted: '', offered: '' };
  if (key === dockerHubKey && isDockerHubImage(repository))
    return { outcome: fallback ? 'fallback' : 'fallback-hidden', wanted: '', offered: '' };
  return {
    outcome: outcomes[difference.part],
    wanted: difference.wanted,
    offered: key === entry.key ? difference.offered : (entry.key ?? ''),
  };
}

/** Tries every entry of one keyring against a repository, in the order of the entries. */
function tryEntries(entries: readonly FiledEntry[], repository: string): readonly Trial[] {
  const { fallback } = lookup(buildKeyring(entries), repository);
  return entries.map(({ source, secret, entry }) => ({
    source,
    secret,
    entry: entry.location,
    key: entry.key,
    ...tryEntry(entry, repository, fallback),
  }));
}

/**
 * What the kubelet does for one image: which credentials it sends in which order, and for every
 * entry why it does or does not match. One secret that cannot be decoded leaves it without any
 * (`undecodable`); one that could not be read leaves that open (`undetermined`).
 */
export function simulate(input: SimulationInput): Simulation {
  const reference = parseImageReference(input.image);
  const readings = input.secrets.map(readPullSecret);
  if (!reference.ok) return { kind: 'no-attempt', reference, readings, trials: [], offers: [] };
  const repository = `${reference.registry}/${reference.repository}`;
  const sources = [secretEntries(readings), nodeEntries(input.nodeConfig)];
  const trials = sources.flatMap((entries) => tryEntries(entries, repository));
  const without = { reference, readings, trials, offers: [] };
  if (input.pullPolicy === 'Never') return { kind: 'no-attempt', ...without };
  if (readings.some((reading) => reading.kind === 'undecodable')) return { kind: 'undecodable', ...without };
  const offers = collectOffers(sources.map(buildKeyring), repository);
  if (readings.some((reading) => reading.kind === 'denied' || reading.kind === 'failed'))
    return { ...without, kind: 'undetermined', offers };
  return { ...without, kind: offers.length > 0 ? 'offers' : 'anonymous', offers };
}
