import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { ImageDiagnosis } from '../../src/model/diagnosis.ts';
import { rules } from '../../src/rules/index.ts';
import { corpus } from '../support/corpus.ts';
import { denials, type EvidenceKind } from '../support/denials.ts';

const samples = await corpus();
const kinds = Object.keys(denials) as EvidenceKind[];

/** What a rule says stays true where one that refines it finds more. */
const withRefined = (ids: readonly string[]) => [
  ...ids,
  ...rules.flatMap(({ id, refines }) => (ids.includes(id) ? refines : [])),
];

const proven = ({ findings }: ImageDiagnosis) =>
  findings
    .filter(({ severity, certainty }) => severity === 'error' && certainty === 'proven')
    .map(({ rule }) => rule);

describe('without one kind of evidence', () => {
  it.each(kinds)('%s: nothing is proven that was not proven with it', (kind) => {
    const wrong = samples.flatMap(({ name, diagnosis }) => {
      const partial = diagnose(denials[kind].deny(diagnosis.evidence), { preflight: diagnosis.preflight });
      return partial.images.flatMap((image, index) => {
        const before = diagnosis.images[index];
        const known = before === undefined ? [] : withRefined(proven(before));
        const cause = proven(image)[0];
        return cause === undefined || cause !== image.cause || known.includes(cause)
          ? []
          : [`${name}: ${cause}, not ${known.join(', ') || 'nothing'}`];
      });
    });
    expect(wrong).toEqual([]);
  });

  it.each(kinds)('%s: nothing that is forbidden is called missing', (kind) => {
    const wrong = samples.flatMap(({ name, diagnosis }) => {
      const partial = diagnose(denials[kind].deny(diagnosis.evidence), { preflight: diagnosis.preflight });
      return partial.images.flatMap(({ findings }, index) => {
        const before = diagnosis.images[index]?.findings ?? [];
        return findings
          .filter(
            ({ rule, what }) =>
              /does not exist|do not exist|is missing/.test(what) && !before.some((one) => one.rule === rule),
          )
          .map(({ what }) => `${name}: ${what}`);
      });
    });
    expect(wrong).toEqual([]);
  });
});
