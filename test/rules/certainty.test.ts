import { describe, expect, it } from 'vitest';
import type { Ground } from '../../src/rules/define-rule.ts';
import { rules } from '../../src/rules/index.ts';
import { corpus } from '../support/corpus.ts';
import { restsOn } from '../support/grounds.ts';

const key = (on: readonly Ground[]) => on.toSorted().join(' + ');

/** A proven finding, and what it turned out to rest on. */
interface Proven {
  readonly rule: string;
  readonly isError: boolean;
  readonly on: readonly Ground[];
  readonly name: string;
}

const samples = await corpus();
const proven: readonly Proven[] = samples.flatMap(({ name, diagnosis }) => {
  const groundsOf = restsOn(diagnosis);
  return diagnosis.images.flatMap(({ findings }, index) =>
    findings
      .filter(({ certainty }) => certainty === 'proven')
      .map((finding) => ({
        rule: finding.rule,
        isError: finding.severity === 'error',
        on: groundsOf(index, finding),
        name,
      })),
  );
});

describe('what proven rests on', () => {
  it.each(rules)('$id: an error rests on what the rule names, neither less nor more', ({ id, proof }) => {
    const named = proof.map(({ on }) => key(on));
    const others = proven
      .filter(({ rule, isError, on }) => rule === id && isError && !named.includes(key(on)))
      .map(({ name, on }) => `${name}: ${key(on) || 'the Pod alone'}`);
    expect([...new Set(others.map((one) => one.replace(/^.*: /, '')))], others[0]).toEqual([]);
  });

  it.each(rules)('$id: a state that is only noticed rests on no more', ({ id, proof }) => {
    const others = proven
      .filter(
        ({ rule, isError, on }) =>
          rule === id && !isError && !proof.some((one) => on.every((ground) => one.on.includes(ground))),
      )
      .map(({ name, on }) => `${name}: ${key(on) || 'the Pod alone'}`);
    expect([...new Set(others.map((one) => one.replace(/^.*: /, '')))], others[0]).toEqual([]);
  });

  it('is seen for every proof that a rule names', () => {
    const seen = new Set(proven.map(({ rule, on }) => `${rule}: ${key(on)}`));
    const unseen = rules
      .flatMap(({ id, proof }) => proof.map(({ on }) => `${id}: ${key(on)}`))
      .filter((one) => !seen.has(one));
    expect(unseen).toEqual([]);
  });
});
