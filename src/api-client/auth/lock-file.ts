import { accessSync, closeSync, constants, openSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Takes the lock that kubectl takes to change a kubeconfig (client-go, tools/clientcmd/config.go), and gives what releases it, or the code of
 * what prevents that or the writing. `patience` is in milliseconds, for another process to do its work. A process that ends in between takes its lock along.
 */
export async function lockFile(file: string, patience: number): Promise<(() => void) | string> {
  const lock = `${file}.lock`;
  for (const giveUpAt = Date.now() + patience; ; await pause(50)) {
    try {
      accessSync(file, constants.W_OK);
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
