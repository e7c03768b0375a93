import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { displayLocation } from '../../src/kubelet/credentials/location-display.ts';
import { answer, settled } from './vector-answer.ts';
import type { VectorCase } from './vector-case.ts';

const file =
  process.env['KUBELET_VECTORS'] ?? new URL('../fixtures/kubelet-vectors/visible.jsonl', import.meta.url);
const cases = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line): VectorCase => JSON.parse(line));

/**
 * The expectation with locations as they are shown and without the wordings that differ between Go
 * releases.
 */
function comparable(expected: VectorCase['expect']): object {
  const { matches, ignoredEntries, ...rest } = withoutText(expected);
  const shown = <T extends { loc: string }>(item: T): T => ({ ...item, loc: displayLocation(item.loc) });
  return {
    ...rest,
    ...(matches === undefined ? {} : { matches: settled(matches.map(shown), expected.unstableRuns ?? []) }),
    ...(ignoredEntries === undefined ? {} : { ignoredEntries: ignoredEntries.map(shown) }),
  };
}

function withoutText<T extends { text?: unknown; keyringError?: { text?: unknown } }>(value: T): T {
  const { text: _, ...rest } = value;
  if (rest.keyringError === undefined) return rest as T;
  const { text: __, ...error } = rest.keyringError;
  return { ...rest, keyringError: error } as T;
}

describe('the answers of the kubelet', () => {
  it.each(cases)('$id', (vector) => {
    expect(withoutText(answer(vector)), vector.id).toStrictEqual(comparable(vector.expect));
  });
});
