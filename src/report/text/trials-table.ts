import type { ReportImage } from '../../model/report.ts';
import type { Trial } from '../../model/simulation.ts';
import { plainTable } from './plain-table.ts';

/**
 * Each entry against the image, and each secret that gives no entry. Empty for a single row, which
 * the proof tells already.
 */
export function trialsTable({
  simulation,
  reference,
}: Pick<ReportImage, 'simulation' | 'reference'>): readonly string[] {
  const registry = reference?.registry ?? '';
  const image = reference === null ? '' : `${registry}/${reference.repository}`;
  const { trials, more } = shownTrials(simulation.trials);
  const without = simulation.readings.flatMap(({ secret, why }) =>
    why === null ? [] : [[secret, '', '', why]],
  );
  const secrets = without.length - most;
  const rows = [
    ...without.slice(0, most),
    ...trials.map((trial) => [
      trial.secret,
      trial.entry,
      trial.outcome === 'path-differs' ? image : registry,
      resultText(trial),
    ]),
  ];
  if (rows.length < 2) return [];
  return [
    ...plainTable(['secret', 'entry', 'for the image', 'result'], rows),
    ...(more === null ? [] : [`  ${more}`]),
    ...(secrets > 0
      ? [`  and ${secrets} more ${secrets === 1 ? 'Secret' : 'Secrets'} without an entry`]
      : []),
  ];
}

const most = 20;

type Trials = ReportImage['simulation']['trials'];

/**
 * What a table shows of many entries, in their order: those that match, then those that nearly do.
 * `more` says how many are left out.
 */
export function shownTrials(trials: Trials): {
  readonly trials: Trials;
  readonly more: string | null;
} {
  if (trials.length <= most) return { trials, more: null };
  const nearest = [...trials].sort((a, b) => nearness(a) - nearness(b)).slice(0, most);
  const shown = new Set(nearest);
  const left = trials.length - most;
  return {
    trials: trials.filter((trial) => shown.has(trial)),
    more: `and ${left} more ${left === 1 ? 'entry' : 'entries'}, which -o json names`,
  };
}

const far: readonly Trial['outcome'][] = ['host-differs', 'not-a-url'];

const nearness = ({ outcome }: Trials[number]) => (outcome === 'match' ? 0 : far.includes(outcome) ? 2 : 1);

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
