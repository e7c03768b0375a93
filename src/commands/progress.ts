/** How far a scan is, in one line that overwrites itself; only where standard error is a terminal. */
export function progress(podsScanned: number, withProblem: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r\u001b[K${podsScanned} Pods looked at, ${withProblem} with a pull problem`);
}

/** Clears the line for what is written next. */
export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
