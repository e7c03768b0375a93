import type { Observed } from '../model/observed.ts';
import type { KubeObject, ObjectReader } from '../objects/object-reader.ts';

/** Lists are large, and the Pods of a run come namespace by namespace. */
const keptLists = 4;

/**
 * A reader that asks for each object once: Pods of one workload name the same secrets,
 * ServiceAccount and node. Of lists the newest few are kept, those of events not at all, since no
 * two Pods share one.
 */
export function cachingReader(reader: ObjectReader): ObjectReader {
  const answers = new Map<string, Promise<Observed<KubeObject>>>();
  const lists = new Map<string, Promise<Observed<readonly KubeObject[]>>>();
  return {
    ...reader,
    get(resource, namespace, name) {
      const key = `${resource}/${namespace ?? ''}/${name}`;
      const answer = answers.get(key) ?? reader.get(resource, namespace, name);
      answers.set(key, answer);
      return answer;
    },
    list(resource, query) {
      if (resource === 'events') return reader.list(resource, query);
      const key = `${resource} ${JSON.stringify(query)}`;
      const answer = lists.get(key) ?? reader.list(resource, query);
      lists.delete(key);
      lists.set(key, answer);
      for (const oldest of [...lists.keys()].slice(0, -keptLists)) lists.delete(oldest);
      return answer;
    },
  };
}
