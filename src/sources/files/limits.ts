import { InputError } from './input-error.ts';

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
