import { UsageError } from '../args/argv.ts';
import type { ProbeFlagValues } from '../args/probe-flags.ts';

/** Registries are asked for `--probe` alone, and nothing of that is loaded without it. */
export async function openProbingOf(flags: ProbeFlagValues, version: string, log: (line: string) => void) {
  if (flags.probe === undefined) {
    const alone = (['docker-config', 'platform'] as const).find((name) => flags[name] !== undefined);
    if (alone !== undefined)
      throw new UsageError(`--${alone} needs --probe: it says how registries are asked`);
    return null;
  }
  const { openProbing } = await import('./open-probing.ts');
  return openProbing(flags, version, log);
}
