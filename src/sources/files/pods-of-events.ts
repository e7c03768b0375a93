import { subject } from '../../objects/event.ts';
import { fields, text } from '../../objects/fields.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { partialKey } from '../../objects/pod.ts';

/**
 * The objects with a Pod for each that only events tell of, where no Pod of its namespace is among
 * them: what the kubelet said of its images is all that is known. Beside Pods, events without one
 * are of Pods that are gone.
 */
export function withPodsOfEvents(objects: readonly KubeObject[]): readonly KubeObject[] {
  const held = new Set(objects.filter(({ kind }) => kind === 'Pod').map(namespaceOf));
  const events = objects.filter(
    (object) =>
      object.kind === 'Event' && subject(object)['kind'] === 'Pod' && !held.has(namespaceOf(object)),
  );
  const byPod = Map.groupBy(events, (event) => `${namespaceOf(event)}/${text(subject(event)['name'])}`);
  const pods = [...byPod.values()].flatMap(podOf);
  return pods.length === 0 ? objects : [...pods, ...objects];
}

const namespaceOf = ({ metadata }: KubeObject) => metadata.namespace ?? 'default';

function podOf(events: readonly KubeObject[]): readonly KubeObject[] {
  const [first] = events;
  const quoted = events.flatMap((event) => {
    const image = /image (?:tag )?"([^"]+)"/.exec(text(event['message']))?.[1];
    const container = /^spec\.\w+\{(.+)\}$/.exec(text(subject(event)['fieldPath']))?.[1];
    return image === undefined ? [] : [{ image, container }];
  });
  const images = new Map(
    quoted.flatMap(({ image, container }) => (container === undefined ? [] : [[container, image] as const])),
  );
  for (const { image } of quoted)
    if (![...images.values()].includes(image))
      images.set(images.size === 0 ? 'app' : `app-${images.size}`, image);
  if (first === undefined || images.size === 0) return [];
  const about = subject(first);
  const node = events.map((event) => text(fields(event['source'])['host'])).find((host) => host !== '');
  return [
    {
      ...{ apiVersion: 'v1', kind: 'Pod', [partialKey]: 'events' },
      metadata: {
        name: text(about['name']),
        namespace: namespaceOf(first),
        ...(text(about['uid']) === '' ? {} : { uid: text(about['uid']) }),
      },
      spec: {
        ...(node === undefined ? {} : { nodeName: node }),
        containers: [...images].map(([name, image]) => ({ name, image })),
      },
    } as unknown as KubeObject,
  ];
}
