import type { SecretReading } from '../../model/pull-secret.ts';
import type { Simulation, Trial } from '../../model/simulation.ts';
import { plainTable } from './plain-table.ts';

/** The one real matrix: each entry against the image, and each secret that gives no entry. Empty where there is nothing to compare. */
export function trialsTable(simulation: Simulation): readonly string[] {
  const { reference } = simulation;
  const image = reference.ok ? `${reference.registry}/${reference.repository}` : '';
  const registry = reference.ok ? reference.registry : '';
  const rows = [
    ...simulation.readings.flatMap((reading) =>
      isSilent(reading) ? [[reading.secret, '', '', readingText(reading)]] : [],
    ),
    ...simulation.trials.map((trial) => [
      trial.secret,
      trial.entry,
      trial.outcome === 'path-differs' ? image : registry,
      resultText(trial),
    ]),
  ];
  if (rows.length === 0) return [];
  return plainTable(['secret', 'entry', 'for the image', 'result'], rows);
}

/** Secrets that put no entry into the keyring, and so have no trial. */
const isSilent = (reading: SecretReading) => reading.kind !== 'usable' || reading.entries.length === 0;

function readingText(reading: SecretReading): string {
  switch (reading.kind) {
    case 'usable':
      return 'no entries';
    case 'ignored':
      return reading.why === 'type'
        ? `ignored: type ${reading.type}`
        : `ignored: ${reading.why === 'key' ? 'no key' : 'empty'} ${reading.expectedKey}`;
    case 'undecodable':
      return 'cannot be decoded';
    case 'unnamed':
      return 'no name';
    case 'absent':
      return 'not found';
    case 'denied':
      return 'not read: forbidden';
    case 'failed':
      return 'not read';
  }
}

const part = (text: string) => (text === '' ? 'none' : text);

/** What comparing an entry with the image gave. */
export function resultText({
  outcome,
  wanted,
  offered,
}: Pick<Trial, 'outcome' | 'wanted' | 'offered'>): string {
  switch (outcome) {
    case 'match':
      return 'matches';
    case 'fallback':
      return "matches as Docker Hub's";
    case 'fallback-hidden':
      return 'not used: another entry matches';
    case 'host-differs':
      return `host differs: ${part(wanted)}, ${part(offered)}`;
    case 'port-differs':
      return `port differs: ${part(wanted)}, ${part(offered)}`;
    case 'path-differs':
      return `path differs: ${part(wanted)}, ${part(offered)}`;
    case 'not-a-url':
      return 'dropped: no URL';
  }
}
