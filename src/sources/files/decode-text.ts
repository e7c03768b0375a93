import { InputError } from './input-limits.ts';

/**
 * Bytes as text: UTF-8, or by its mark UTF-16, which Windows PowerShell writes when output is
 * redirected.
 */
export function decodeText(bytes: Uint8Array, origin: string): string {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (text.includes('\0')) throw new InputError(`${origin} is neither UTF-8 text nor a gzip or tar file`);
  return text;
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
