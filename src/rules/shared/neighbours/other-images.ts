import { simulate } from '../../../kubelet/simulate.ts';
import type { SecretReference } from '../../../model/evidence.ts';
import type { ImageContext } from '../../define-rule.ts';

/**
 * The secrets of the Pod are sound, and every entry serves another image of the Pod: they were
 * never meant for this one.
 */
export function servesOnlyOthers(pull: ImageContext): boolean {
  const { readings } = pull.simulation;
  const entries = readings.flatMap((reading) =>
    reading.kind === 'usable' ? reading.entries.map((entry) => placeOf(reading.secret, entry.location)) : [],
  );
  if (entries.length === 0 || readings.some((reading) => reading.kind !== 'usable')) return false;
  const { secrets } = pull.evidence;
  return entries.every((entry) => pull.otherRepositories.some((image) => offered(secrets, image).has(entry)));
}

const placeOf = (secret: string, location: string) => `${secret} ${location}`;

/** What is offered to each image of a Pod: every other image of it asks. */
const known = new WeakMap<readonly SecretReference[], Map<string, ReadonlySet<string>>>();

function offered(secrets: readonly SecretReference[], image: string): ReadonlySet<string> {
  const ofPod = known.get(secrets) ?? new Map<string, ReadonlySet<string>>();
  known.set(secrets, ofPod);
  let places = ofPod.get(image);
  if (places === undefined) {
    const { offers } = simulate({ image, secrets });
    places = new Set(offers.map(({ secret, entry }) => placeOf(secret, entry.location)));
    ofPod.set(image, places);
  }
  return places;
}
