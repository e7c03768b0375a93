import { oneLine } from '../../text/one-line.ts';

/** How far a scan is, in one line that overwrites itself; only where standard error is a terminal that can. */
export function progress(podsScanned: number, withProblem: number): void {
  if (!canOverwrite()) return;
  process.stderr.write(`\r\u001b[K${podsScanned} Pods looked at, ${withProblem} with a pull problem`);
}

/** What is being waited for, in the same way. */
export function showProgress(line: string): void {
  if (canOverwrite()) process.stderr.write(`\r\u001b[K${oneLine(line)}`);
}

/** Clears the line for what is written next. */
export function endProgress(): void {
  if (canOverwrite()) process.stderr.write('\r\u001b[K');
}

const canOverwrite = () => process.stderr.isTTY && process.env['TERM'] !== 'dumb';
