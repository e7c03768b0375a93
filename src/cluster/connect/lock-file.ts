import { closeSync, openSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds for another process to do its work. */
const patience = 3_000;

/**
 * Takes the lock that kubectl takes to change a kubeconfig (client-go, tools/clientcmd/config.go), and gives what releases it, or the code of
 * what prevents it. A process that ends in between takes its lock along.
 */
export async function lockFile(file: string): Promise<(() => void) | string> {
  const lock = `${file}.lock`;
  for (const giveUpAt = Date.now() + patience; ; await pause(50)) {
    try {
      closeSync(openSync(lock, 'wx'));
      break;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      if (code !== 'EEXIST' || Date.now() > giveUpAt) return code;
    }
  }
  const release = () => {
    process.off('exit', release);
    rmSync(lock, { force: true });
  };
  process.once('exit', release);
  return release;
}
