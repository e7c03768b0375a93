import { readFileSync } from 'node:fs';
import { type Sealed, seal } from '../../model/sealed.ts';
import { readSetting } from '../http/trust.ts';
import { ConnectionError } from '../kubeconfig/connection-error.ts';

const period = 60_000;

/**
 * A token from a file that may be rotated: read now and again when it is older than a minute. Where
 * it cannot be read later, the last one stays; where it cannot be read now, `inline` is the token
 * (client-go, transport/token_source.go).
 */
export function tokenFromFile(
  file: string,
  inline: Sealed<string> | undefined,
  who: string,
): () => Sealed<string> {
  let token = firstToken(file, inline, who);
  let readAt = Date.now();
  return () => {
    if (Date.now() - readAt >= period) {
      token = tokenIn(file) ?? token;
      readAt = Date.now();
    }
    return token;
  };
}

function firstToken(file: string, inline: Sealed<string> | undefined, who: string): Sealed<string> {
  if (inline !== undefined) return tokenIn(file) ?? inline;
  const token = readSetting(file, `token file of ${who}`).trim();
  if (token === '') throw new ConnectionError(`token file ${file} of ${who} is empty`);
  return seal(token);
}

/** Null for an empty file, and for one that cannot be read. */
function tokenIn(file: string): Sealed<string> | null {
  try {
    const token = readFileSync(file, 'utf8').trim();
    return token === '' ? null : seal(token);
  } catch {
    return null;
  }
}
