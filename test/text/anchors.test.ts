import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentRows } from '../../src/pull-error/content-rows.ts';
import { hide } from '../../src/pull-error/hide.ts';
import { kubeletRows, nameRows, policyRows } from '../../src/pull-error/kubelet-rows.ts';
import { betweenRows, cancelRows, connectionRows, tlsRows } from '../../src/pull-error/network-rows.ts';
import { runtimeRows, unpackRows } from '../../src/pull-error/node-rows.ts';
import { accessRows, bareAnswerRows, missingRows } from '../../src/pull-error/registry-rows.ts';
import { anchorsOf } from '../../src/text/anchors.ts';

describe('texts of which no match is without one', () => {
  it.each<readonly [RegExp, readonly string[]]>([
    [/proxyconnect tcp: .{0,9}/i, ['proxyconnect tcp: ']],
    [/(?:a|b) not found/, [' not found']],
    [/colou?r of a net/, ['r of a net']],
    [/ab{0,3}cde/, ['cde']],
    [/ab{1,3}cde/, ['cde']],
    [/abc+d/, ['abc']],
    [/x*yz/, ['yz']],
    [/a+ b/, [' b']],
    [/\bREFUSED\.\s/, ['refused.']],
    [/[a-z\]]{2,5} is it/, [' is it']],
    [/one|another/, ['one', 'another']],
    [/(?:one|another)/, ['one', 'another']],
    [/(?:one|another)?/, []],
    [/(?:one|another){0,2}/, []],
    [/(?:one|another){2}/, ['one', 'another']],
    [/(?:one|)x/, ['x']],
    [/(?:one|a(?:b|cd)?) [0-9]/, [' ']],
    [/(?<!may have )invalid/, ['invalid']],
    [/(?<name>x(?:yz|zy))\k<name>/, ['yz', 'zy']],
    [/(?=ahead)a/, ['a']],
    [/\x41\u0041\u{41}\p{L}b/u, ['b']],
    [/\\{1,4}u003d/, ['u003d']],
    [/^$/, []],
  ])('%s: %j', (expression, anchors) => expect(anchorsOf(expression)).toEqual(anchors));

  it('each is of the text that was matched, or beside it', () => {
    const word = fc.stringMatching(/^[abc]{1,3}$/);
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 4 },
        word,
        fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `${a}${b}`),
        fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(?:${a}|${b})`),
        fc
          .tuple(tie('expression'), fc.constantFrom('?', '*', '+', '{0,2}', '{2}', '+?'))
          .map(([a, quantifier]) => `(?:${a})${quantifier}`),
        fc
          .tuple(word, fc.constantFrom('?', '*', '+', '{0,2}', '{2}'))
          .map(([a, quantifier]) => `${a}${quantifier}`),
        fc.constantFrom('.', '[ab]', String.raw`\w`, '(?!aa)', '(?=b)', '(?<!c)', '(?<=a)'),
      ),
    }));
    fc.assert(
      fc.property(expression, fc.stringMatching(/^[abc]{0,12}$/), (source, words) => {
        const made = new RegExp(source);
        const anchors = anchorsOf(made);
        if (made.test(words) && anchors.length > 0)
          expect(anchors.some((anchor) => words.includes(anchor))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  const tables = [kubeletRows, policyRows, nameRows, runtimeRows, betweenRows, tlsRows, contentRows];
  const more = [connectionRows, accessRows, missingRows, unpackRows, cancelRows, bareAnswerRows];
  const phrases = [...tables, ...more]
    .flat()
    .flatMap((row) => row.says.filter((one) => one instanceof RegExp));
  const texts = readFileSync(new URL('../fixtures/messages/visible.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => hide((JSON.parse(line) as { message: string }).message));

  it('is in every real text that an expression of the tables fits', () => {
    let fits = 0;
    for (const phrase of phrases)
      for (const words of texts.filter((one) => phrase.test(one))) {
        fits++;
        const anchors = anchorsOf(phrase);
        expect(anchors.length === 0 || anchors.some((one) => words.toLowerCase().includes(one))).toBe(true);
      }
    expect(fits).toBeGreaterThan(50);
    // most have one, or looking for it first would be of no use
    const telling = phrases.filter((phrase) => anchorsOf(phrase).some((anchor) => anchor.length > 2));
    expect(telling.length).toBeGreaterThan(0.9 * phrases.length);
  });
});
