import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderJson } from '../../src/report/json.ts';
import { toYaml } from '../../src/text/to-yaml.ts';
import { hostileReport } from '../support/hostile-report.ts';
import { expectValid } from '../support/report-schema.ts';

/** YAML has no lone surrogates. */
const wellFormed = (report: object): unknown =>
  JSON.parse(JSON.stringify(report).replaceAll(/(?<!\\)((?:\\\\)*)\\ud[89a-f]../g, '$1\ufffd'));

describe('toYaml', () => {
  it.each([
    ['web', 'web'],
    ['no', '"no"'],
    ['y', '"y"'],
    ['012', '"012"'],
    ['1:30', '"1:30"'],
    ['2026-03-05', '"2026-03-05"'],
    ['', '""'],
    ['=', '"="'],
    ['a: b', '"a: b"'],
    ['a\u2028b', '"a\\u2028b"'],
    ['a\u0085', '"a\\u0085"'],
    ['\u007f\u009b', '"\\u007f\\u009b"'],
    ['\u202ea\u200b', '"\\u202ea\\u200b"'],
    ['\u{e0041}', '"\\U000e0041"'],
    ['\ufeffx', '"\\ufeffx"'],
    ['\u001b[31m', '"\\e[31m"'],
    [
      '\u0085 and forty characters in several lines\n \n|',
      '"\\u0085 and forty characters in several lines\\n\\ \\n|"',
    ],
    ['a\tb', '"a\\tb"'],
    ['half \ud800', 'half \ufffd'],
    ['\\u2028 and \u2028', '"\\\\u2028 and \\u2028"'],
  ])('%j is written %s', (value, written) => expect(toYaml({ value })).toBe(`value: ${written}\n`));

  it('folds no line and has no anchors', () => {
    const long = { text: 'a long word of the kubelet '.repeat(20).trim() };
    expect(toYaml({ one: long, other: long })).toBe(
      `one:\n  text: ${long.text}\nother:\n  text: ${long.text}\n`,
    );
  });

  it('a text of several lines is a block', () =>
    expect(toYaml({ text: 'a\n  b\nc' })).toBe('text: |-\n  a\n    b\n  c\n'));

  it('holds what the JSON holds, for readers of YAML 1.2 and 1.1', () => {
    fc.assert(
      fc.property(hostileReport(1), (report) => {
        expect(JSON.parse(renderJson(report))).toEqual(report);
        const yaml = toYaml(report);
        expect(parse(yaml)).toEqual(wellFormed(report));
        expect(parse(yaml, { version: '1.1' })).toEqual(wellFormed(report));
        expect(yaml).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/u);
        expectValid('Report', report);
      }),
      { numRuns: 200 },
    );
  });
});
