import type { FiledEntry, Offer } from '../../model/simulation.ts';
import { type Keyring, type KeyringSlot, lookup } from './keyring.ts';
import { sameCredential } from './sealed-content.ts';

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

/** The credentials that are sent for a repository, in order: the keyrings one after the other, each with its own fallback. */
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
