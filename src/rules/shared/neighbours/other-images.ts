import { simulate } from '../../../kubelet/simulate.ts';
import type { ImageContext } from '../../define-rule.ts';

/** The secrets of the Pod are sound, and every entry serves another image of the Pod: they were never meant for this one. */
export function servesOnlyOthers(pull: ImageContext): boolean {
  const { readings } = pull.simulation;
  const entries = readings.flatMap((reading) => (reading.kind === 'usable' ? reading.entries : []));
  if (entries.length === 0 || readings.some((reading) => reading.kind !== 'usable')) return false;
  const { secrets } = pull.evidence;
  const used = new Set(
    pull.otherRepositories.flatMap((image) =>
      simulate({ image, secrets }).offers.map((offer) => `${offer.secret} ${offer.entry.location}`),
    ),
  );
  return readings.every(
    (reading) =>
      reading.kind === 'usable' &&
      reading.entries.every((entry) => used.has(`${reading.secret} ${entry.location}`)),
  );
}
