import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { anchorOf } from '../../src/pull-error/anchor.ts';
import { contentRows } from '../../src/pull-error/content-rows.ts';
import { hide } from '../../src/pull-error/hide.ts';
import { kubeletRows, nameRows, policyRows } from '../../src/pull-error/kubelet-rows.ts';
import { betweenRows, cancelRows, connectionRows, tlsRows } from '../../src/pull-error/network-rows.ts';
import { runtimeRows, unpackRows } from '../../src/pull-error/node-rows.ts';
import { accessRows, bareAnswerRows, missingRows } from '../../src/pull-error/registry-rows.ts';

describe('the text that no match is without', () => {
  it.each([
    [/proxyconnect tcp: .{0,9}/i, 'proxyconnect tcp: '],
    [/(?:a|b) not found/, ' not found'],
    [/colou?r of a net/, 'r of a net'],
    [/ab{0,3}cde/, 'cde'],
    [/x*yz/, 'yz'],
    [/a+ b/, ' b'],
    [/\bREFUSED\.\s/, 'refused.'],
    [/[a-z\]]{2,5} is it/, ' is it'],
    [/one|another/, ''],
    [/(?:one|another)/, ''],
    [/(?<!may have )invalid/, 'invalid'],
    [/^$/, ''],
  ])('%s: %j', (expression, anchor) => expect(anchorOf(expression)).toBe(anchor));

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
        expect(words.toLowerCase()).toContain(anchorOf(phrase));
      }
    expect(fits).toBeGreaterThan(50);
    // most have one, or looking for it first would be of no use
    expect(phrases.filter((phrase) => anchorOf(phrase).length > 3).length).toBeGreaterThan(
      phrases.length / 2,
    );
  });
});
