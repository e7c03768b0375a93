import { readFileSync } from 'node:fs';
import { classifyPullError } from '../../src/pull-error/classify.ts';

interface Message {
  readonly runtime: string;
  readonly reason: string;
  readonly message: string;
  readonly label: string;
  readonly also: readonly string[];
}

const copy = new URL('../../test/fixtures/messages/visible.jsonl', import.meta.url);
const rows = readFileSync(process.env['PULL_ERRORS'] ?? copy, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Message);

const started = performance.now();
const judged = rows.map((row) => {
  const { label } = classifyPullError(row.message, row.reason);
  return { ...row, exact: label === row.label, right: label === row.label || row.also.includes(label) };
});
const took = performance.now() - started;

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

function table(title: string, key: 'runtime' | 'label'): void {
  console.log(`\n${title.padEnd(40)} right    of       share`);
  const groups = Object.entries(Object.groupBy(judged, (row) => row[key]));
  for (const [name, group = []] of groups.sort(([a], [b]) => a.localeCompare(b))) {
    const right = group.filter((row) => row.right).length;
    console.log(
      `${name.padEnd(40)} ${String(right).padEnd(8)} ${String(group.length).padEnd(8)} ${percent(right, group.length)}`,
    );
  }
}

const right = judged.filter((row) => row.right).length;
const exact = judged.filter((row) => row.exact).length;
console.log(
  `accuracy ${right}/${rows.length} (${percent(right, rows.length)}); first label ${percent(exact, rows.length)}`,
);
console.log(`${((1000 * took) / rows.length).toFixed(0)} µs a text`);
table('runtime', 'runtime');
table('label', 'label');
