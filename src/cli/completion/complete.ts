import { commandTable } from './command-table.ts';
import { isFar, lookUp } from './look-up.ts';
import { render, silence } from './protocol.ts';
import { readLine } from './read-line.ts';
import { isSecondRun, runAgain } from './run-again.ts';
import { wanted } from './wanted.ts';

/** Seconds: a shell that waits longer seems to hang. */
const usualPatience = 1.4;

/** Milliseconds from the start of the process. PULLCHECK_COMPLETION_TIMEOUT is for slow credential plugins and far clusters. */
function deadline(asked: string | undefined): number {
  const seconds = Number(asked);
  return 1000 * (seconds > 0 && seconds < 3600 ? seconds : usualPatience);
}

/**
 * Answers kubectl's question for completions (kubectl, pkg/cmd/plugin/plugin_completion.go): the words behind the plugin's name, the last
 * one to be completed. Whatever fails, nothing is said about it: a message would land in the middle of the command line.
 */
export async function complete(words: readonly string[]): Promise<void> {
  process.stdout.write(await answer(words).catch(() => silence));
}

async function answer(words: readonly string[]): Promise<string> {
  const table = await commandTable();
  const line = readLine(words.slice(0, -1), table);
  const want = wanted(line, words.at(-1) ?? '', table);
  if (isFar(want.values) && !isSecondRun())
    return (await runAgain(deadline(process.env['PULLCHECK_COMPLETION_TIMEOUT']))) ?? silence;
  return render(want, await lookUp(want.values, line, process.env));
}
