import { say } from './say.ts';
import { exitCodes } from './verdict.ts';

/** By a shell's convention 128 and the signal's number. */
const interrupted = 130;

/** What may befall the process from outside: the reader of its output goes, the user presses Ctrl-C, something throws where nobody waits. */
export function watchProcess(crash: (error: unknown) => void): void {
  // silent, also in a terminal that shows ^C; `exit` ends a credential plugin
  process.on('SIGINT', () => process.exit(interrupted));
  for (const [stream, name] of [
    [process.stdout, 'standard output'],
    [process.stderr, 'standard error'],
  ] as const)
    stream.on('error', ({ code }: NodeJS.ErrnoException) => {
      // a reader that closes the pipe early (head) is no failure: what was found out stays the exit code
      if (code === 'EPIPE') return;
      say(`error: ${name} cannot be written (${code})`);
      process.exit(exitCodes.notChecked);
    });
  process.on('uncaughtException', (error) => {
    crash(error);
    process.exit(exitCodes.notChecked);
  });
}
