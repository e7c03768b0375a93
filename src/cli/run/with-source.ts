import { UsageError } from '../args/argv.ts';
import type { ConnectionFlagValues } from '../args/connection-flags.ts';
import type { ProbeFlagValues } from '../args/probe-flags.ts';
import { writeLine } from '../write-line.ts';
import { type EvidenceSource, openSource } from './evidence-source.ts';

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

/**
 * What the registries answer then does not hang on the Pods' logins: this machine's are sent in
 * their place, or none.
 */
const sendsOtherLogins = (flags: ProbeFlagValues): boolean =>
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

interface SourceFlags extends ConnectionFlagValues, ProbeFlagValues {
  readonly from?: string | undefined;
  readonly debug: boolean;
  readonly 'node-config'?: boolean | undefined;
}

/** Where `--debug` writes. */
export const debugLog = (flags: { readonly debug: boolean }) => (line: string) => {
  if (flags.debug) writeLine(line);
};

/**
 * Opens what the flags name and closes it whatever happens. Without a cluster registries are asked
 * all the same, where this machine's logins are sent, or none.
 */
export async function withSource<T>(
  flags: SourceFlags,
  version: string,
  work: (source: EvidenceSource) => Promise<T>,
): Promise<T> {
  const log = debugLog(flags);
  const probing = await openProbingOf(flags, version, log);
  const opened = await openSource(flags.from, flags, log, sendsOtherLogins(flags));
  try {
    return await work(withProbing(opened, probing, flags));
  } finally {
    await probing?.close();
    await opened.close();
  }
}
