import type { PodDiagnosis } from '../../model/diagnosis.ts';
import { failed, found } from '../../model/observed.ts';
import type { ObjectReader } from '../../objects/object-reader.ts';

/** The Pod runs, but something is noticed that would keep it from pulling again: a warning. */
export const wouldNotPullAgain = ({ images }: PodDiagnosis): boolean =>
  images.some(({ findings }) => findings.some((finding) => finding.severity === 'warning'));

/** Events and nodes tell nothing of secrets, and are read for each Pod: a scan of sound Pods goes without. */
export const scanReader = (reader: ObjectReader): ObjectReader => ({
  ...withoutEvents(reader),
  get: async (resource, namespace, name) =>
    resource === 'nodes' ? failed('nodes were not asked for') : reader.get(resource, namespace, name),
});

/** A registry is asked as the runtime of the node would ask, for its platform. */
export const withoutEvents = (reader: ObjectReader): ObjectReader => ({
  ...reader,
  list: async (resource, query) => (resource === 'events' ? found([]) : reader.list(resource, query)),
});
