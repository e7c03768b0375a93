import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pullErrorLabels } from '../../src/model/pull-error.ts';
import { classifyPullError } from '../../src/pull-error/classify.ts';

interface Message {
  readonly id: string;
  readonly reason: string;
  readonly message: string;
  readonly label: string;
  readonly also: readonly string[];
}

const given = process.env['PULL_ERRORS'];
const copy = new URL('../fixtures/messages/visible.jsonl', import.meta.url);
const floor = given === undefined ? 1 : 0.9;

describe('pull error texts', () => {
  const rows = readFileSync(given ?? copy, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Message);

  it('gives the label, or one that is not wrong', () => {
    const wrong = rows.flatMap((row) => {
      const { label } = classifyPullError(row.message, row.reason);
      return [row.label, ...row.also].includes(label) ? [] : [`${row.id}: ${row.label}, got ${label}`];
    });
    const right = rows.length - wrong.length;
    console.log(`accuracy ${right}/${rows.length} (${((100 * right) / rows.length).toFixed(1)} %)`);
    expect(right / rows.length, wrong.join('\n')).toBeGreaterThanOrEqual(floor);
  });

  it('keeps the text whole and answers with a known label', () => {
    for (const row of rows) {
      const read = classifyPullError(row.message, row.reason);
      expect(read.text).toBe(row.message);
      expect(pullErrorLabels).toContain(read.label);
      expect(read.attempts.length).toBeGreaterThan(0);
    }
  });
});
