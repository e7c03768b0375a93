import { readFileSync } from 'node:fs';
import { parseDuration } from '../../api-client/http/request-timeout.ts';
import { loginsOf, probePod, registriesOf } from '../../evidence/probe-pods.ts';
import type { PodEvidence } from '../../model/evidence.ts';
import { parseRanges } from '../../registry/address-policy.ts';
import { openProber } from '../../registry/prober.ts';
import { parseTokenHost } from '../../registry/realm-policy.ts';
import { openSender } from '../../registry/sender.ts';
import { UsageError } from '../args/argv.ts';
import type { ProbeFlagValues } from '../args/probe-flags.ts';
import { writeLine } from '../write-line.ts';

/** Asks registries for the images of Pods, as the flags say. */
export interface Probing {
  readonly probed: (evidence: PodEvidence) => Promise<PodEvidence>;
  close(): Promise<void>;
}

/**
 * Prepares to ask registries; nothing is sent yet. A flag that says nothing sensible is a
 * UsageError.
 */
export async function openProbing(
  flags: ProbeFlagValues,
  version: string,
  log: (line: string) => void,
): Promise<Probing> {
  const { probe: mode = 'all' } = flags;
  const timeout = durationOf(flags, 'probe-timeout');
  const budget = durationOf(flags, 'probe-budget');
  const allowed = parseRanges(flags['allow-address'] ?? []);
  if (allowed === null) {
    const wrong = (flags['allow-address'] ?? []).find((one) => parseRanges([one]) === null);
    throw new UsageError(`--allow-address "${wrong}" is no address and no range such as 10.0.0.0/8`);
  }
  const tokenHosts = (flags['allow-token-host'] ?? []).map((one) => {
    const pair = parseTokenHost(one);
    if (pair === null) throw new UsageError(`--allow-token-host "${one}" is not of the form REGISTRY=HOST`);
    return pair;
  });
  const platforms = platformsOf(flags.platform);
  const authorities = (flags['registry-ca'] ?? []).map(readAuthority);
  const instead = flags['docker-config'] === undefined ? null : await machineLogins(flags['docker-config']);
  const sender = openSender({ version, env: process.env, timeout, authorities, allowed, log });
  const prober = openProber({ sender, tokenHosts, budget, limit: flags['probe-limit'] ?? 30 });
  const plan = { mode, platforms, instead };
  const told = new Set<string>();
  return {
    async probed(evidence) {
      refuseStandIns(evidence, mode);
      const registries = registriesOf(evidence).filter((one) => !told.has(one));
      if (process.stderr.isTTY && registries.length > 0) {
        for (const one of registries) told.add(one);
        const logins = loginsOf(evidence, plan);
        const whose = instead === null ? 'of the Pod' : 'of this machine';
        const carried =
          logins === 0 ? 'without a login' : `with ${logins} login${logins === 1 ? '' : 's'} ${whose}`;
        writeLine(`asking ${registries.join(', ')} ${carried}`);
      }
      return probePod(evidence, prober, plan);
    },
    close: () => prober.close(),
  };
}

const defaults = { 'probe-timeout': '5s', 'probe-budget': '30s' };

function durationOf(flags: ProbeFlagValues, name: 'probe-timeout' | 'probe-budget'): number {
  const text = flags[name] ?? defaults[name];
  const milliseconds = parseDuration(text);
  if (milliseconds === null || milliseconds === 0)
    throw new UsageError(`--${name} "${text}" is no duration such as 5s or 1m`);
  return milliseconds;
}

function platformsOf(text: string | undefined): readonly string[] {
  const platforms = text === undefined ? [] : text.split(',').map((one) => one.trim());
  const wrong = platforms.find((one) => !/^[a-z0-9_]+\/[a-z0-9_]+(?:\/[a-z0-9_.]+)?$/.test(one));
  if (wrong !== undefined) throw new UsageError(`--platform "${wrong}" is not of the form OS/ARCH`);
  return platforms;
}

function readAuthority(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UsageError(`--registry-ca ${file} cannot be read (${code})`);
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new UsageError(`--registry-ca ${file} holds no PEM certificate`);
  return text;
}

/** A collected file holds stand-ins for the credentials, which must not be sent anywhere. */
function refuseStandIns(
  { secrets, serviceAccountSecrets, neighbourSecrets }: PodEvidence,
  mode: string,
): void {
  const all = [...secrets, ...serviceAccountSecrets, ...neighbourSecrets];
  const standIn = all.some(({ secret }) => secret.status === 'found' && secret.value.reading !== undefined);
  if (standIn && mode !== 'anonymous')
    throw new UsageError(
      'the file holds stand-ins for the credentials, which no registry takes: ask with --probe=anonymous',
    );
}

async function machineLogins(file: string) {
  const { readMachineLogins } = await import('../../registry/machine-logins.ts');
  try {
    return await readMachineLogins(file === 'default' ? undefined : file, process.env);
  } catch (error) {
    throw new UsageError(`--docker-config: ${error instanceof Error ? error.message : 'it cannot be read'}`);
  }
}
