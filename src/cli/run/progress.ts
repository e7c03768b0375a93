import { oneLine } from '../../text/one-line.ts';
import { plural } from '../../text/plural.ts';

/** Progress of a scan, on standard error of a terminal. */
export function progress(podsScanned: number, withProblem: number): void {
  showProgress(`${plural(podsScanned, 'Pod')} scanned, ${withProblem} with a pull problem`);
}

/** Shows a line over the one before it, without an escape sequence: those are unwanted under NO_COLOR. */
export function showProgress(text: string): void {
  if (!process.stderr.isTTY) return;
  const line = oneLine(text);
  process.stderr.write(`\r${line.padEnd(shown)}`);
  shown = line.length;
}

/** Clears the line for what is written next. */
export function endProgress(): void {
  if (shown > 0) process.stderr.write(`\r${' '.repeat(shown)}\r`);
  shown = 0;
}

/** Length of the line that is shown. */
let shown = 0;
