import { isToken } from '../../src/kubelet/credentials/token-kind.ts';
import { credentialShapes } from '../../src/kubelet/redact-words.ts';
import { classifyPullError } from '../../src/pull-error/classify.ts';
import { knownAnchors } from '../../src/text/known-anchors.ts';

/**
 * The text of src/text/known-anchors.ts as the bundle has it: words that no expression fits are
 * held against all of them.
 */
export function anchorsModule(): string {
  const unlike = '~'.repeat(8);
  classifyPullError(unlike);
  credentialShapes('-'.repeat(32));
  isToken(unlike);
  return `export const knownAnchors = new Map(${JSON.stringify([...knownAnchors])});`;
}
