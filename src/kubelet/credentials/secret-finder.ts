import type { SecretObject } from '../../model/evidence.ts';
import { credentialFinder } from '../../text/redact/matcher.ts';
import type { FindSpans } from '../../text/redact/spans.ts';
import { credentialIndex, jointIndex } from './sealed-content.ts';

/** More than a Pod has: their index is not worth keeping for another one. */
const few = 8;

/**
 * Finds every part of the credentials of these Secrets in a text, however it spells them. `shown`
 * are names that are shown anyway. A Secret of a collection holds none.
 */
export function secretFinder(secrets: readonly SecretObject[], shown: readonly string[]): FindSpans {
  const plain = secrets.filter((secret) => secret.reading === undefined);
  const indices = plain.length > few ? [jointIndex(plain)] : plain.map(credentialIndex);
  return credentialFinder([...new Set(indices)], shown);
}
