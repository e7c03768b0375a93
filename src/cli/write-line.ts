import { oneLine } from '../text/one-line.ts';

/**
 * Writes one line to standard error, whatever the text: names, server addresses and hints of
 * plugins in it are others' words.
 */
export function writeLine(text: string): void {
  process.stderr.write(`${oneLine(text)}\n`);
}
