import type { AuthEntry } from '../../model/pull-secret.ts';
import type { FiledEntry, Trial } from '../../model/simulation.ts';
import { dockerHubKey, isDockerHubImage } from './docker-hub.ts';
import { buildKeyring, lookup } from './keyring.ts';
import { keyOf } from './sealed-content.ts';
import { urlDifference } from './url-match.ts';

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
export function tryEntries(entries: readonly FiledEntry[], repository: string): readonly Trial[] {
  const { fallback } = lookup(buildKeyring(entries), repository);
  return entries.map(({ source, secret, entry }) => ({
    source,
    secret,
    entry: entry.location,
    key: entry.key,
    ...tryEntry(entry, repository, fallback),
  }));
}
