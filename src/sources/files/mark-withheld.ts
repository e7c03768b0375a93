import { giveReading } from '../../objects/attached-reading.ts';
import { fields, text } from '../../objects/fields.ts';
import type { KubeObject } from '../../objects/object-reader.ts';

const hidden = /^\W*(?:hidden|redacted|masked|elided|removed|omitted|sanitized)\W*$/i;
/** What API servers give as uid; a manifest has none. */
const uid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const needsContent = ['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg'];

/**
 * A Secret whose content was taken out before the file was written, marked as not read; other objects as they are. The API server admits no
 * pull secret without content, so that one that it gave a uid was emptied later.
 */
export function markWithheld(object: KubeObject): KubeObject {
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
