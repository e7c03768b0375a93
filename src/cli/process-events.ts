import { exitCodes } from './run/exit-code.ts';
import { giveSignal } from './signals.ts';
import { writeLine } from './write-line.ts';

/**
 * Handles a closed output pipe and what is thrown where nobody waits. Of signals see signals.ts.
 */
export function watchProcess(crash: (error: unknown) => void): void {
  // faults of the output come here too: a listener on each stream would open both at every start
  process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
    // a reader that closes the pipe early (head) is no failure: what was found out stays the exit
    // code
    if (error.code === 'EPIPE') return;
    // an HTTP/2 request that was given up, whose stream undici leaves without a listener: it errs
    // as the connection is closed
    if (error.code === 'UND_ERR_DESTROYED') return;
    if (error.syscall === 'write') writeLine(`error: the output cannot be written (${error.code})`);
    else crash(error);
    if (!giveSignal(exitCodes.notChecked)) process.exit(exitCodes.notChecked);
  });
}
