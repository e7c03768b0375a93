import { exitAtOnce } from './exit-now.ts';
import { exitCodes } from './run/exit-code.ts';
import { writeLine } from './write-line.ts';

/** By a shell's convention 128 and the signal's number. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const;

/** What may befall the process from outside: the reader of its output goes, the user presses Ctrl-C, something throws where nobody waits. */
export function watchProcess(crash: (error: unknown) => void): void {
  // silent, also in a terminal that shows ^C; `exit` ends a credential plugin
  for (const [signal, code] of Object.entries(codes)) process.on(signal, () => exitAtOnce(code));
  // faults of the output come here too: a listener on each stream would open both at every start
  process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
    // a reader that closes the pipe early (head) is no failure: what was found out stays the exit code
    if (error.code === 'EPIPE') return;
    if (error.syscall === 'write') writeLine(`error: the output cannot be written (${error.code})`);
    else crash(error);
    process.exit(exitCodes.notChecked);
  });
}
