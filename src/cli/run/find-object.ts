import { permissionText, problemOf } from '../../diagnosis/unread.ts';
import type { UnreadEvidence } from '../../model/diagnosis.ts';
import type { Observed } from '../../model/observed.ts';
import type { KubeObject, ObjectReader, Resource } from '../../objects/object-reader.ts';
import { similarNames } from '../../objects/similar-names.ts';
import { nameFault } from '../../text/kubernetes-name.ts';

/** An object to look for. `namespace: null` (offline alone): in every namespace of the file. */
export interface ObjectQuery {
  readonly resource: Resource;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

/**
 * Why a target was not read and what to try, in one line; `problem` is the read that gave nothing,
 * null for what is not there.
 */
export interface Unread {
  readonly says: string;
  readonly problem: UnreadEvidence | null;
}

export type FindResult = { readonly object: KubeObject } | { readonly unread: Unread };

type Unanswered = Exclude<Observed<unknown>, { status: 'found' }>;

/** Why a read gave nothing, in a few words. */
export function reasonOf(read: Unanswered): string {
  if (read.status === 'absent') return 'the API server does not know it';
  if (read.status === 'denied')
    return `${permissionText(read.need)} is forbidden to you${read.reason === undefined ? '' : `: ${read.reason}`}`;
  return read.remedy === undefined ? read.problem : `${read.problem}; ${read.remedy}`;
}

/** A read that gave nothing, where nothing can be told without it. */
export const unreadOf = (what: string, read: Unanswered): Unread => ({
  says: `${what} could not be read: ${reasonOf(read)}`,
  problem: read.status === 'absent' ? null : problemOf(what, read),
});

/** Reads one object by name. */
export async function findObject(reader: ObjectReader, wanted: ObjectQuery): Promise<FindResult> {
  const { resource, namespace, name } = wanted;
  const read =
    namespace === null ? await anywhere(reader, wanted) : await reader.get(resource, namespace, name);
  return read.status === 'found'
    ? { object: read.value }
    : {
        unread: {
          says: await explainAbsence(reader, wanted, read),
          problem: read.status === 'absent' ? null : problemOf(`${wanted.kind} ${placeOf(wanted)}`, read),
        },
      };
}

const placeOf = ({ namespace, name }: ObjectQuery) => (namespace === null ? name : `${namespace}/${name}`);

async function anywhere(
  reader: ObjectReader,
  { resource, kind, name }: ObjectQuery,
): Promise<Observed<KubeObject>> {
  const all = await reader.list(resource, { namespace: null });
  if (all.status !== 'found') return all;
  const [first, ...others] = all.value.filter((object) => object.metadata.name === name);
  if (first === undefined) return { status: 'absent' };
  if (others.length === 0) return { status: 'found', value: first };
  const namespaces = [first, ...others]
    .map((object) => object.metadata.namespace ?? 'default')
    .filter((one) => nameFault(one, 'label') === null);
  return {
    status: 'failed',
    problem: `the file holds several ${kind}s of that name${namespaces.length === 0 ? '' : `: add -n ${namespaces.join(' or -n ')}`}`,
  };
}

async function explainAbsence(
  reader: ObjectReader,
  { resource, kind, namespace, name }: ObjectQuery,
  read: Unanswered,
): Promise<string> {
  const where = namespace === null ? 'in the file' : `in namespace ${namespace}`;
  if (read.status === 'denied') return `${kind} ${name} ${where} may not be read: ${reasonOf(read)}`;
  if (read.status === 'failed') return `${kind} ${name} ${where} could not be read: ${reasonOf(read)}`;
  const missing = await missingNamespace(reader, namespace);
  if (missing !== null) return missing.says;
  return `${kind} ${name} does not exist ${where}${await similarNames(reader, resource, namespace, name)}`;
}

/**
 * Where nothing was found in a namespace: that it does not exist, as far as that can be known. Null
 * where it does, where it may not be read, and for all namespaces.
 */
export async function missingNamespace(
  reader: ObjectReader,
  namespace: string | null,
): Promise<Unread | null> {
  if (namespace === null || (await reader.get('namespaces', null, namespace)).status !== 'absent')
    return null;
  const near = await similarNames(reader, 'namespaces', null, namespace);
  return { says: `namespace ${namespace} does not exist${near}`, problem: null };
}
