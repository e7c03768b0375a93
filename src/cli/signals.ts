/** By a shell's convention 128 and the signal's number. */
export const signalCodes = { SIGINT: 130, SIGTERM: 143 } as const;

type OnSignal = (exitCode: number) => void;

let taken: OnSignal | null = null;

/** Has signals end the process in another way than at once, where something has to be cleaned up; gives the way back. */
export function takeSignals(onSignal: OnSignal): () => void {
  taken = onSignal;
  // a terminal that is closed; without a listener the process ends at once
  const onHangUp = () => onSignal(129);
  process.on('SIGHUP', onHangUp);
  return () => {
    taken = null;
    process.off('SIGHUP', onHangUp);
  };
}

/** Whether somebody took the signals; then they are told. */
export function giveSignal(exitCode: number): boolean {
  taken?.(exitCode);
  return taken !== null;
}
