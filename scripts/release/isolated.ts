import { type SpawnSyncReturns, spawnSync } from 'node:child_process';

const nobody = 65534;
/** Never as root: to root, no folder is read-only. */
const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

/** Gives a process a network without any interface, where the system lets us. */
const withoutNetwork = ['/usr/bin/unshare', '--map-root-user', '--net'];
const canCutOff = spawn([...withoutNetwork, '/bin/true'], {}).status === 0;

export const isolation = canCutOff ? 'without a network' : 'the network could not be cut off';

/** Runs a program with no environment but `env`, an unprivileged user, and no network. */
export const runIsolated = (
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) => spawn([...(canCutOff ? withoutNetwork : []), program, ...args], env);

function spawn(
  [first = '', ...rest]: readonly string[],
  env: Record<string, string>,
): SpawnSyncReturns<string> {
  return spawnSync(first, rest, { cwd: '/', encoding: 'utf8', env, ...user });
}
