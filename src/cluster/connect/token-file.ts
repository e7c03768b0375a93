import { readFileSync } from 'node:fs';
import { ConnectionProblem } from './connection-problem.ts';
import { readSetting } from './trust.ts';

const period = 60_000;

/**
 * A token from a file that may be rotated: read now and again when it is older than a minute. Where it cannot be read later, the last one
 * stays; where it cannot be read now, `inline` is the token (client-go, transport/token_source.go).
 */
export function tokenFromFile(file: string, inline: string | undefined, who: string): () => string {
  let token = firstToken(file, inline, who);
  let readAt = Date.now();
  return () => {
    if (Date.now() - readAt >= period) {
      token = tokenIn(file) || token;
      readAt = Date.now();
    }
    return token;
  };
}

function firstToken(file: string, inline: string | undefined, who: string): string {
  if (inline !== undefined) return tokenIn(file) || inline;
  const token = readSetting(file, `token file of ${who}`).trim();
  if (token === '') throw new ConnectionProblem(`token file ${file} of ${who} is empty`);
  return token;
}

function tokenIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
