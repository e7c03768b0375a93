import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cell, code, codeBlock, codeCell, prose } from '../../../src/report/markdown/escape.ts';
import { oneLine } from '../../../src/text/one-line.ts';
import { visible as named } from '../../../src/text/visible.ts';
import { hostileText } from '../../support/hostile-report.ts';
import { blocksOf, codeBlocks, htmlOf, inlineKinds, visible } from '../../support/markdown.ts';

/** Code spans lose a backtick pair, and what is shown of spaces at their edges depends on it. */
const bare = (text: string) => text.replaceAll(/[`\s]/g, '');

describe('prose', () => {
  it.each([
    ['ImagePullBackOff', 'ImagePullBackOff'],
    ['registry.acme.io:5000/shop/api', 'registry.acme.io:5000/shop/api'],
    ['two\nlines\r\n and  more', 'two&lt;U+000A&gt;lines&lt;U+000D&gt;&lt;U+000A&gt; and more'],
    ['a | b', 'a &#124; b'],
    ['a\\|b', 'a\\\\&#124;b'],
    ['<b>x</b>', '&lt;b&gt;x&lt;/b&gt;'],
    ['[a](http://e.test)', '\\[a\\](http\\://e.test)'],
    ['the `image` is', 'the `image` is'],
    ['a ` b', 'a \\` b'],
    ['``` x ```', '\\`\\`\\` x \\`\\`\\`'],
    ['` `', '\\` \\`'],
    ['`<b>`', '`<b>`'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['12) item', '12\\) item'],
    ['1.4', '1\\.4'],
    ['===', '\\==='],
    ['# x', '\\# x'],
    ['\u001b[31mred', '&lt;U+001B&gt;\\[31mred'],
  ])('%j is written %j', (text, written) => expect(prose(text)).toBe(written));

  it('is one paragraph that shows the text and nothing else, whatever it is', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const html = htmlOf(prose(text));
        expect(html).toMatch(/^<p>(?:[^<]|<\/?code>)*<\/p>\n$/);
        expect(bare(visible(html))).toBe(bare(oneLine(text)));
        expect([...inlineKinds(prose(text))].filter((kind) => !plain.has(kind))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

const plain = new Set(['paragraph', 'text', 'escape', 'codespan']);

describe('code', () => {
  it.each([
    ['app', '`app`'],
    ['a`b', '``a`b``'],
    ['`a`', '`` `a` ``'],
    ['a``b`c', '```a``b`c```'],
    ['<b>&amp;', '`<b>&amp;`'],
    ['a ``` b', '````a ``` b````'],
    ['', ''],
    [' ', ''],
  ])('%j is written %j', (text, written) => expect(code(text)).toBe(written));

  it('is one code span that holds the text on one line, whatever it is', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const html = htmlOf(`x ${code(text)} x`);
        expect(html).toMatch(/^<p>x <code>[^<]*<\/code> x<\/p>\n$/);
        expect(visible(html)).toBe(`x ${oneLine(text)} x\n`);
      }),
      { numRuns: 300 },
    );
  });
});

describe('cells', () => {
  it.each([
    ['registry.acme.io', '`registry.acme.io`'],
    ['a|b', 'a&#124;b'],
    ['`|`', '\\`&#124;\\`'],
    ['a\\', 'a\\\\'],
    ['', ''],
  ])('%j is written %j', (text, written) => expect(codeCell(text)).toBe(written));

  it('stay cells and show their texts, whatever they are', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (one, other) => {
        const table = `| a | b |\n| --- | --- |\n| ${codeCell(one)} | ${cell(other)} |\n`;
        expect(blocksOf(table)).toEqual(['table 1x2']);
        const cells = [...htmlOf(table).matchAll(/<td>(.*?)<\/td>/gs)].map(([, html = '']) => visible(html));
        expect(cells.map(bare)).toEqual([one, other].map((text) => bare(oneLine(text))));
      }),
      { numRuns: 300 },
    );
  });
});

describe('codeBlock', () => {
  it.each([
    ['x', '```sh\nx\n```'],
    ['```', '````sh\n```\n````'],
    ['a\n', '```sh\na<U+000A>\n```'],
    ['', '```sh\n\n```'],
    ['\u001b]0;x\u0007', '```sh\n<U+001B>]0;x<U+0007>\n```'],
  ])('%j is written %j', (text, written) => expect(codeBlock(text, 'sh')).toBe(written));

  it('is one block of one line that holds the text, whatever they are', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (before, text) => {
        const words = `${before}\n${text}`;
        const markdown = `${codeBlock(words, 'text')}\n\nend`;
        expect(blocksOf(markdown)).toEqual(['code text', 'p']);
        expect(codeBlocks(markdown, 'text')).toEqual([named(words)]);
      }),
      { numRuns: 300 },
    );
  });
});
