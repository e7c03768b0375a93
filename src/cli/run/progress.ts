/** How far a scan is, in one line that overwrites itself; only where standard error is a terminal that can. */
export function progress(podsScanned: number, withProblem: number): void {
  if (!canOverwrite()) return;
  process.stderr.write(`\r\u001b[K${podsScanned} Pods looked at, ${withProblem} with a pull problem`);
}

/** Clears the line for what is written next. */
export function endProgress(): void {
  if (canOverwrite()) process.stderr.write('\r\u001b[K');
}

const canOverwrite = () => process.stderr.isTTY && process.env['TERM'] !== 'dumb';
