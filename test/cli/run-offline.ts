import type { Report } from '../../src/model/report.ts';
import { type Run, runProgram } from '../support/run-program.ts';

/** Runs `pod` on the example of a wrong port. */
export const runOffline = (...flags: readonly string[]): Promise<Run> =>
  runProgram(['pod', '--from', 'examples/port-mismatch.yaml', ...flags]);

/** The commands that the program suggests when it is given these flags. */
export async function commandsOfRun(...flags: readonly string[]): Promise<readonly (string | null)[]> {
  const { stdout } = await runOffline('-o', 'json', ...flags);
  const { pods } = JSON.parse(stdout) as Report;
  return pods
    .flatMap((pod) => pod.images)
    .flatMap((image) => image.findings)
    .flatMap((finding) => finding.fixes.map((fix) => fix.command));
}
