import type { Observed } from '../model/observed.ts';
import type { KubeObject, ObjectReader } from './object-reader.ts';

/** A reader that asks for each object once: Pods of one workload name the same secrets, ServiceAccount and node. */
export function remember(reader: ObjectReader): ObjectReader {
  const answers = new Map<string, Promise<Observed<KubeObject>>>();
  return {
    ...reader,
    get(resource, namespace, name) {
      const key = `${resource}/${namespace ?? ''}/${name}`;
      const answer = answers.get(key) ?? reader.get(resource, namespace, name);
      answers.set(key, answer);
      return answer;
    },
  };
}
