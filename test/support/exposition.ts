import parse from 'parse-prometheus-text-format';

/** A metric as the parser gives it. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly metrics: readonly {
    readonly value: string;
    readonly labels?: Readonly<Record<string, string>>;
  }[];
}

/**
 * Reads text exposition; throws for any other text, for a line without its HELP and TYPE, and for a
 * series that is there twice.
 */
export function readExposition(text: string): ReadonlyMap<string, Family['metrics']> {
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line does not end');
  const families = parse(text) as readonly Family[];
  for (const { name, help, type, metrics } of families) {
    if (help === '' || type !== 'GAUGE') throw new Error(`${name} has no help, or is no gauge`);
    const series = new Set(metrics.map(({ labels }) => JSON.stringify(labels)));
    if (series.size !== metrics.length) throw new Error(`${name} has a series twice`);
  }
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const told = families.reduce((sum, { metrics }) => sum + metrics.length, 0);
  if (told !== samples.length) throw new Error(`${samples.length} lines of samples, ${told} read`);
  return new Map(families.map(({ name, metrics }) => [name, metrics]));
}
