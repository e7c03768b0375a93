import type { SecretObject, SecretReference } from '../../model/evidence.ts';
import { absent, failed, found, mapObserved, type Observed } from '../../model/observed.ts';
import type { ObjectReader } from '../../objects/object-reader.ts';
import { toSecret } from '../../objects/secret.ts';

/** More secrets of one namespace are read with one list rather than one by one. */
const mostReads = 30;

/** Names that are looked for in all namespaces: each takes a list of its own. */
export const mostLookups = 10;

/** The Secrets of a name in the other namespaces. */
export const secretsElsewhere = async (
  reader: ObjectReader,
  namespace: string,
  name: string,
): Promise<Observed<readonly SecretObject[]>> =>
  mapObserved(
    await reader.list('secrets', { namespace: null, fieldSelector: `metadata.name=${name}` }),
    (all) => all.map(toSecret).filter((one) => one.name === name && one.namespace !== namespace),
  );

/**
 * Secrets of one namespace by name, in the order of the names. Many are read with one list where
 * that is allowed; where it is not, the first ones are read and the others are not.
 */
export async function readSecrets(
  reader: ObjectReader,
  namespace: string,
  names: readonly string[],
): Promise<readonly SecretReference[]> {
  const read = async (name: string): Promise<SecretReference> => ({
    name,
    secret: mapObserved(await reader.get('secrets', namespace, name), toSecret),
  });
  const distinct = new Set(names);
  if (distinct.size <= mostReads || reader.getMany === undefined) return Promise.all(names.map(read));
  const all = await reader.getMany('secrets', namespace, distinct);
  if (all.status === 'found')
    return names.map((name) => {
      const object = all.value.get(name);
      return { name, secret: object === undefined ? absent : found(toSecret(object)) };
    });
  const first = [...distinct].slice(0, mostReads);
  const secrets = new Map((await Promise.all(first.map(read))).map((one) => [one.name, one]));
  const others = failed(
    `it was not read: ${distinct.size} pull secrets are named here, of which ${mostReads} were read one by one`,
    'they are read at once where listing the secrets of the namespace is allowed',
  );
  return names.map((name) => secrets.get(name) ?? { name, secret: others });
}
