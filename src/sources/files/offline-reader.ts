import { absent, failed, found, type Observed } from '../../model/observed.ts';
import { giveReading } from '../../objects/attached-reading.ts';
import { fields, text } from '../../objects/fields.ts';
import type { KubeObject, ObjectReader, Resource } from '../../objects/object-reader.ts';
import { resourceTypes } from '../../objects/resources.ts';
import { nameFault } from '../../text/kubernetes-name.ts';
import { collectionsIn } from '../collection/format.ts';
import { collectedReader } from '../collection/replay.ts';
import { type Held, isIn, select } from './select.ts';

const hidden = /^\W*(?:hidden|redacted|masked|elided|removed|omitted|sanitized)\W*$/i;
/** What API servers give as uid; a manifest has none. */
const uid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const needsContent = ['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg'];

/**
 * A Secret whose content was taken out before the file was written, marked as not read; other
 * objects as they are. The API server admits no pull secret without content, so that one that it
 * gave a uid was emptied later.
 */
function markWithheld(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret') return object;
  const values = Object.values({ ...fields(object['data']), ...fields(object['stringData']) });
  const isHidden = values.some((value) => typeof value === 'string' && hidden.test(value));
  const isEmptied =
    uid.test(text(object.metadata.uid)) &&
    needsContent.includes(text(object['type'])) &&
    values.every((value) => value === '' || value === null);
  const problem = 'the file holds it without its content';
  return isHidden || isEmptied
    ? giveReading(object, { secret: object.metadata.name, kind: 'failed', problem })
    : object;
}

/** Each object once: some recordings hold an object in a list and on its own. */
function holding(objects: readonly KubeObject[]): Held {
  const places = new Set<string>();
  const once = objects.filter((object) => {
    const place = `${text(object.kind)} ${object.metadata.namespace ?? 'default'} ${object.metadata.name}`;
    return !places.has(place) && places.add(place);
  });
  const byKind = Map.groupBy(once, (object) => text(object.kind));
  return (resource) => byKind.get(resourceTypes[resource].kind) ?? [];
}

/**
 * Answers from objects that were read from files. What is not there is absent only when the file
 * holds objects of that kind for that namespace; otherwise nobody looked, and the answer is that it
 * is unknown. A collected file says itself what was looked at.
 */
export function offlineReader(objects: readonly KubeObject[]): ObjectReader {
  const collections = collectionsIn(objects);
  if (collections.length > 0) return collectedReader(collections, holding(objects));
  const held = holding(objects.map(markWithheld));

  // since 1.24 a namespace may have no Secret at all: a list of all namespaces shows by the
  // ServiceAccounts, of which each has one, here and where there are Secrets
  const wasListed = (resource: Resource, namespace: string | null) => {
    const accounts = (place: string | null) => held('serviceaccounts').some((one) => isIn(place, one));
    return (
      resource === 'secrets' &&
      accounts(namespace) &&
      held('secrets').some(({ metadata }) => accounts(metadata.namespace ?? 'default'))
    );
  };

  const get = async (resource: Resource, namespace: string | null, name: string) => {
    const near = held(resource).filter((object) => isIn(namespace, object));
    const object = near.find((one) => one.metadata.name === name);
    if (object !== undefined) return found(object);
    return near.length > 0 || wasListed(resource, namespace) ? absent : notHeld(resource, namespace);
  };

  const list: ObjectReader['list'] = async (resource, query) => {
    const selected = select(held(resource), query);
    const none = !held(resource).some((object) => isIn(query.namespace, object));
    // a file without any Pod is an empty answer; one whose Pods are elsewhere tells nothing of this
    // namespace
    const silent = resource !== 'pods' || held('pods').length > 0;
    if (selected.status === 'found' && none && silent && !wasListed(resource, query.namespace))
      return notHeld(resource, query.namespace);
    return selected;
  };

  return {
    get,
    list,
    async *pages(resource, query) {
      yield await list(resource, query);
    },
  };
}

function notHeld(resource: Resource, namespace: string | null): Observed<never> {
  const which = namespace === null ? resource : `${resource} of namespace ${namespace}`;
  const fault = namespace === null ? null : nameFault(namespace, 'label');
  const where = namespace === null ? '' : ` -n ${namespace}`;
  return failed(
    `the file holds no ${which}`,
    fault === null
      ? `add the output of kubectl get ${resource}${where} -o yaml to it`
      : `no cluster does: the name of the namespace ${fault}`,
  );
}
