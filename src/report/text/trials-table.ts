import type { ReportImage } from '../../model/report.ts';
import type { Trial } from '../../model/simulation.ts';
import { plainTable } from './plain-table.ts';

/** Each entry against the image, and each secret that gives no entry. Empty for a single row, which the proof tells already. */
export function trialsTable({
  simulation,
  reference,
}: Pick<ReportImage, 'simulation' | 'reference'>): readonly string[] {
  const registry = reference?.registry ?? '';
  const image = reference === null ? '' : `${registry}/${reference.repository}`;
  const rows = [
    ...simulation.readings.flatMap(({ secret, why }) => (why === null ? [] : [[secret, '', '', why]])),
    ...simulation.trials.map((trial) => [
      trial.secret,
      trial.entry,
      trial.outcome === 'path-differs' ? image : registry,
      resultText(trial),
    ]),
  ];
  return rows.length < 2 ? [] : plainTable(['secret', 'entry', 'for the image', 'result'], rows);
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
