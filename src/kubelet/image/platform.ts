const machines = new Map([
  ['x86_64', 'amd64'],
  ['aarch64', 'arm64'],
  ['i386', '386'],
]);

/**
 * Whether an image for one platform runs on a node of another, as `os/architecture[/variant]`:
 * variants differ within one architecture.
 */
export function servesPlatform(offered: string, wanted: string): boolean {
  const [[system, machine = ''], [wantedSystem, wantedMachine = '']] = [offered, wanted].map((one) =>
    one.split('/'),
  ) as [string[], string[]];
  return (
    system === wantedSystem &&
    (machines.get(machine) ?? machine) === (machines.get(wantedMachine) ?? wantedMachine)
  );
}
