import type { ImageContext } from '../define-rule.ts';

/**
 * What the words of all attempts together prove: `no` where each tells that it carried no credential, `yes` where one tells that it
 * carried one.
 */
export function wordsSay({ failure }: ImageContext): 'yes' | 'no' | 'unknown' {
  const attempts = failure?.error.attempts ?? [];
  if (attempts.some((attempt) => attempt.credentialSent === 'yes')) return 'yes';
  const none = attempts.length > 0 && attempts.every((attempt) => attempt.credentialSent === 'no');
  return none ? 'no' : 'unknown';
}
