/** An offline input that cannot be used. The message is one line and names the input. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** Why a path cannot be read, in words. */
export function unreadable(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return `${path} does not exist`;
  if (code === 'EACCES' || code === 'EPERM') return `${path} may not be read (permission denied)`;
  if (code.startsWith('Z_')) return `${path} is a damaged gzip file`;
  return `${path} cannot be read (${code || 'unknown reason'})`;
}

/**
 * No object of Kubernetes nests a tenth as deep, and whatever walks one or writes it out has to
 * end.
 */
export const deepest = 1000;

export const tooDeep = (origin: string): InputError =>
  new InputError(`${origin} holds objects that are nested too deeply`);

/** Refuses a value that is nested too deeply, or that holds itself, as YAML's aliases can say. */
export function checkNesting(value: unknown, origin: string, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > deepest) throw tooDeep(origin);
  for (const inner of Object.values(value)) checkNesting(inner, origin, depth + 1);
}

/** What is read at most, in bytes, so that no input exhausts the memory. */
export interface Limits {
  /** One text. */
  readonly text: number;
  /** One text of YAML, which takes fifty times its size to parse. */
  readonly yaml: number;
  /** All texts of a folder or archive. */
  readonly texts: number;
  /** All that an archive unpacks to, with what is skipped in it. */
  readonly unpacked: number;
  /** Entries of a folder or archive. */
  readonly entries: number;
}

const mebibyte = 1024 * 1024;

export const usualLimits: Limits = {
  text: 128 * mebibyte,
  yaml: 16 * mebibyte,
  texts: 256 * mebibyte,
  unpacked: 2048 * mebibyte,
  entries: 100_000,
};

const inWords = (bytes: number) =>
  bytes < mebibyte ? `${bytes} bytes` : `${Math.floor(bytes / mebibyte)} MiB`;

/** Throws where a size is above its limit; `what` is the subject of the sentence. */
export function checkSize(what: string, size: number, limit: number): void {
  if (size > limit) throw new InputError(`${what} is larger than ${inWords(limit)}, the most that is read`);
}
