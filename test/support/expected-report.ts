import { expect } from 'vitest';
import type { Report, ReportFinding } from '../../src/model/report.ts';

/**
 * What a report has to say. `accept` are the rules of which one has to be the headline (first
 * error) of every failing image, `none` stands for no headline. With `container` that is about this
 * container or volume only, and `others` about the rest. Expressions are read over the report's own
 * words, without what it quotes of the kubelet.
 */
export interface Expected {
  readonly accept: string | readonly string[];
  readonly exit: number | readonly number[];
  readonly container?: string;
  readonly others?: string | readonly string[];
  readonly refuse?: readonly string[];
  readonly refuseProven?: boolean;
  readonly mention?: readonly string[];
  readonly mustNot?: readonly string[];
}

const listed = <T>(value: T | readonly T[]): readonly T[] => [value].flat() as readonly T[];

/** `/words/i` as an expression. */
function expression(text: string): RegExp {
  const [, body = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? [];
  return new RegExp(body, flags);
}

const ownWords = ({ what, why, fixes }: ReportFinding) =>
  [
    what,
    ...why.filter(({ source }) => source !== 'kubelet').map(({ source, says }) => `${source}: ${says}`),
    ...fixes.flatMap(({ title, command, after }) => [title, command ?? '', after]),
  ].join('\n');

/** Compares a report and the program's exit code with what is expected of them. */
export function expectReport(report: Report, code: number | null, expected: Expected): void {
  const images = report.pods.flatMap((pod) => pod.images);
  const heads = images.flatMap(({ container, findings }) => {
    const head = findings.find(({ severity }) => severity === 'error');
    return head === undefined ? [] : [{ container, head }];
  });
  const { container } = expected;
  const mine = heads.filter((one) => container === undefined || one.container === container);
  expectHeads(mine, listed(expected.accept));
  if (expected.others !== undefined)
    expectHeads(
      heads.filter((one) => !mine.includes(one)),
      listed(expected.others),
    );
  for (const { head } of mine) {
    expect(expected.refuse ?? []).not.toContain(head.rule);
    if (expected.refuseProven) expect(head.certainty).toBe('likely');
  }
  expect(listed(expected.exit)).toContain(code);
  const findings = images.flatMap((image) => image.findings);
  const said = findings.map(ownWords).join('\n');
  for (const text of expected.mention ?? []) expect(said).toMatch(expression(text));
  const loud = findings
    .filter(({ severity }) => severity !== 'info')
    .map(ownWords)
    .join('\n');
  for (const text of expected.mustNot ?? []) expect(loud).not.toMatch(expression(text));
}

function expectHeads(heads: readonly { head: ReportFinding }[], accept: readonly string[]): void {
  const rules = heads.map(({ head }) => head.rule);
  if (!accept.includes('none')) expect(rules).not.toEqual([]);
  expect(rules.filter((rule) => !accept.includes(rule))).toEqual([]);
}
