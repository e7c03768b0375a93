import type { SecretReading } from '../../model/pull-secret.ts';
import type { FiledEntry } from '../../model/simulation.ts';
import { compareUtf8 } from '../go/utf8.ts';
import { keyOf } from './sealed-content.ts';
import { matchUrls } from './url-match.ts';

/**
 * The one key that serves Docker Hub's images where nothing matches directly (defaultRegistryKey in
 * keyring.go).
 */
export const dockerHubKey = 'index.docker.io';

/**
 * Whether a repository is taken for one of Docker Hub, as isDefaultRegistryMatch
 * (pkg/credentialprovider/keyring.go) does: also a registry without `.` and `:`, `localhost` for
 * one.
 */
export function isDockerHubImage(repository: string): boolean {
  const [first = '', ...rest] = repository.split('/');
  if (first === '') return false;
  if (rest.length === 0 || first === 'docker.io' || first === 'index.docker.io') return true;
  return !/[.:]/.test(first);
}

/**
 * The entries filed under one key, in the order they were added. The key must not be shown: see
 * `AuthEntry.key`.
 */
export interface KeyringSlot {
  readonly key: string;
  readonly entries: readonly FiledEntry[];
}

/** Slots in the order of lookup. */
export type Keyring = readonly KeyringSlot[];

/** The entries of all usable secrets, in the order of the secrets. */
export const secretEntries = (readings: readonly SecretReading[]): readonly FiledEntry[] =>
  readings.flatMap((reading) =>
    reading.kind === 'usable'
      ? reading.entries.map(
          (entry) => ({ source: 'secret', secret: reading.secret, reading, entry }) as const,
        )
      : [],
  );

/**
 * Files entries under their keys. Keys are sorted by bytes, descending, as BasicDockerKeyring.Add
 * does; entries without a key are dropped.
 */
export function buildKeyring(entries: readonly FiledEntry[]): Keyring {
  const slots = new Map<string, FiledEntry[]>();
  for (const item of entries) {
    const key = keyOf(item.entry);
    if (key === null) continue;
    const slot = slots.get(key);
    if (slot === undefined) slots.set(key, [item]);
    else slot.push(item);
  }
  return [...slots].sort(([a], [b]) => compareUtf8(b, a)).map(([key, filed]) => ({ key, entries: filed }));
}

/**
 * The slots whose credentials are sent for a repository, in order. Imitates
 * BasicDockerKeyring.Lookup: every key that matches counts, and only where none does, Docker Hub's
 * key serves Docker Hub's images (`fallback`).
 */
export function lookup(
  keyring: Keyring,
  repository: string,
): { readonly fallback: boolean; readonly slots: readonly KeyringSlot[] } {
  const direct = keyring.filter((slot) => matchUrls(slot.key, repository) === true);
  if (direct.length > 0 || !isDockerHubImage(repository)) return { fallback: false, slots: direct };
  return { fallback: true, slots: keyring.filter((slot) => slot.key === dockerHubKey) };
}
