/** By a shell's convention 128 and the signal's number. */
const signalCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

type OnSignal = (exitCode: number) => void;

let taken: OnSignal | null = null;

/**
 * Has signals end the process in another way than at once, where something has to be cleaned up;
 * gives the way back. Elsewhere nobody listens, so that they end the process at once, whatever it
 * computes: a listener would have to wait for that.
 */
export function takeSignals(onSignal: OnSignal): () => void {
  taken = onSignal;
  const listeners = Object.entries(signalCodes).map(
    ([signal, code]) => [signal, () => onSignal(code)] as const,
  );
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    taken = null;
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/** Whether somebody took the signals; then they are told. */
export function giveSignal(exitCode: number): boolean {
  taken?.(exitCode);
  return taken !== null;
}
