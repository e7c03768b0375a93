import { oneLine } from '../../text/one-line.ts';
import { plural } from '../../text/plural.ts';

/** How far each scan is: several clusters are scanned side by side. */
let scans: { pods: number; withProblem: number }[] = [];

/**
 * Begins a scan, whose progress is shown in one line with that of the others, on standard error of
 * a terminal.
 */
export function scanProgress(): (pods: number, withProblem: number) => void {
  const own = { pods: 0, withProblem: 0 };
  scans.push(own);
  return (pods, withProblem) => {
    Object.assign(own, { pods, withProblem });
    const sum = (of: 'pods' | 'withProblem') => scans.reduce((all, scan) => all + scan[of], 0);
    const where = scans.length > 1 ? ` in ${scans.length} contexts` : '';
    showProgress(`${plural(sum('pods'), 'Pod')} scanned${where}, ${sum('withProblem')} with a pull problem`);
  };
}

/**
 * Shows a line over the one before it, without an escape sequence: those are unwanted under
 * NO_COLOR.
 */
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
  scans = [];
}

/** Length of the line that is shown. */
let shown = 0;
