import type { Finding } from '../model/finding.ts';
import { stages } from '../model/finding.ts';

type Refinements = ReadonlyMap<string, readonly string[]>;

const severities = ['error', 'warning', 'info'];

/**
 * Leaves out what an error that ranks before it says more exactly.
 */
export const withoutRefined = (ranked: readonly Finding[], refinements: Refinements): readonly Finding[] =>
  ranked.filter(
    (finding, index) =>
      !ranked
        .slice(0, index)
        .some(
          (earlier) => earlier.severity === 'error' && refinements.get(earlier.rule)?.includes(finding.rule),
        ),
  );

/**
 * Orders findings: errors first; proven before likely; a rule that refines another stands where the
 * earlier of both stages is, before the refined one; then the earlier stage of the pull.
 * `refinements` maps a rule to those it refines.
 */
export function rank(findings: readonly Finding[], refinements: Refinements): readonly Finding[] {
  const refines = (one: Finding, other: Finding) => refinements.get(one.rule)?.includes(other.rule) === true;
  const stageOf = (finding: Finding) =>
    Math.min(
      ...[finding, ...findings.filter((other) => refines(finding, other))].map((one) =>
        stages.indexOf(one.stage),
      ),
    );
  return findings.toSorted(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      Number(a.certainty === 'likely') - Number(b.certainty === 'likely') ||
      stageOf(a) - stageOf(b) ||
      Number(refines(b, a)) - Number(refines(a, b)),
  );
}
