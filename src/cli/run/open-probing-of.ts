import { UsageError } from '../args/argv.ts';
import type { ProbeFlagValues } from '../args/probe-flags.ts';
import type { EvidenceSource } from './evidence-source.ts';

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

type Probing = Awaited<ReturnType<typeof openProbingOf>>;

/** What the registries answer then does not hang on the Pods' logins: this machine's are sent in their place, or none. */
export const sendsOtherLogins = (flags: ProbeFlagValues): boolean =>
  flags['docker-config'] !== undefined || flags.probe === 'anonymous';

/** The source whose evidence has what the registries answer, where they are asked. */
export const withProbing = (
  source: EvidenceSource,
  probing: Probing,
  flags: ProbeFlagValues,
): EvidenceSource =>
  probing === null
    ? source
    : { ...source, probed: probing.probed, asksRegistries: true, otherLogins: sendsOtherLogins(flags) };
