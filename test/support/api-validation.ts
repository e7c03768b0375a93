import { pullSecretTypes } from '../../src/kubelet/credentials/read-pull-secret.ts';
import { jsonKind, parseJson } from '../../src/kubelet/go/go-json.ts';
import { trimSpace } from '../../src/kubelet/go/go-space.ts';
import { decodeUtf8 } from '../../src/kubelet/go/utf8.ts';

/** Whether every number of a valid JSON text is in the range of a float64. */
function numbersFit(json: Uint8Array): boolean {
  const withoutStrings = decodeUtf8(json).replace(/"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)/gs, '""');
  return (withoutStrings.match(/-?\d[\d.eE+-]*/g) ?? []).every((number) => Number.isFinite(Number(number)));
}

/**
 * Whether the API server stores a Secret of this type with this content (ValidateSecret,
 * pkg/apis/core/validation): the two types of pull secrets need their data key with a JSON object
 * or `null` in it; nothing deeper is checked.
 */
export function isStorableSecret(type: string, data: ReadonlyMap<string, Uint8Array>): boolean {
  const kind = pullSecretTypes.get(type);
  if (kind === undefined) return true;
  const content = data.get(kind.key);
  const parsed = content === undefined ? null : parseJson(content);
  if (content === undefined || parsed === null || 'error' in parsed) return false;
  const top = jsonKind(parsed.value);
  return top === 'null' || (top === 'object' && numbersFit(content));
}

/**
 * Whether the API server stores a Pod with this image text: not empty, no white space at its edges.
 */
export const isStorableImage = (image: string): boolean => image !== '' && trimSpace(image) === image;
