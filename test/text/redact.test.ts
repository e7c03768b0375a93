import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { credentialFinder, indexCredentials } from '../../src/text/redact/matcher.ts';
import { redactSpans } from '../../src/text/redact/spans.ts';

const redactor = (credentials: readonly string[], shown: readonly string[] = []) => {
  const find = credentialFinder([indexCredentials(credentials)], shown);
  return (words: string) => redactSpans(words, [find]);
};

const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const html = (text: string) => text.replace(/[^\w ]/gu, (char) => `&#${char.codePointAt(0)};`);
const units = (text: string) =>
  text.replace(/[^ ]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const base64 = (text: string) => Buffer.from(text).toString('base64');

const spellings: Readonly<Record<string, (text: string) => string>> = {
  bare: (text) => text,
  'single quotes': (text) => `'${text}'`,
  json,
  'json twice': (text) => json(json(text)),
  'json units': units,
  'json units twice': (text) => json(units(text)),
  'slashes escaped': (text) => json(text).replaceAll('/', '\\/'),
  percent,
  'percent twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  uri: (text) => encodeURIComponent(text),
  form: (text) => new URLSearchParams({ x: text }).toString().slice(2),
  html,
  'html twice': (text) => html(html(text)),
  'html of json': (text) => html(json(text)),
  base64,
  'base64 of a login': (text) => base64(`jane:${text}`),
  'base64 in lines': (text) => base64(`a longer name:${text}`).replace(/.{19}/g, '$&\n'),
  'base64 twice': (text) => base64(base64(`jane:${text}`)),
  base64url: (text) => Buffer.from(`??${text}`).toString('base64url'),
  'base64 of json': (text) => base64(JSON.stringify({ password: text })),
  'base64, percent': (text) => percent(base64(`j:${text}`)),
  hex: (text) => Buffer.from(text).toString('hex'),
  HEX: (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'upper case': (text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  'split by a line': (text) => `${text.slice(0, 5)}\n${text.slice(5)}`,
  'split by an escaped line': (text) => `${json(text.slice(0, 9))}\\n${json(text.slice(9))}`,
  'split by zero width': (text) => [...text].join('\u200b'),
  'split in a sum': (text) => `"${text.slice(0, 6)}" + "${text.slice(6)}"`,
  cut: (text) => `${text.slice(2)}…`,
};

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789/&<>=+"%:;.,!*@#$-_é€ ';
const credential = fc
  .array(fc.constantFrom(...alphabet), { minLength: 14, maxLength: 60 })
  .map((chars) => `Q7${chars.join('')}z4`);

describe('credentialFinder', () => {
  it.each(Object.keys(spellings))('finds a credential in the spelling: %s', (name) => {
    const spell = spellings[name] ?? String;
    fc.assert(
      fc.property(credential, (secret) => {
        const words = `401 Unauthorized: the answer was ${spell(secret)} for jane`;
        const shown = redactor([secret])(words);
        expect(shown).toContain('[redacted]');
        expect(shown.startsWith('401 Unauthorized: the answer was ')).toBe(true);
        expect(shown).not.toContain(spell(secret));
        const bare = shown.replaceAll(/[\s\u200b]/g, '');
        for (let at = 0; at + 12 <= secret.length; at++)
          expect(bare).not.toContain(secret.slice(at, at + 12).replaceAll(/\s/g, ''));
      }),
      { numRuns: 60 },
    );
  });

  it('leaves words whole that repeat nothing', () => {
    const words =
      'Failed to pull image "reg.example.com/team/a:1": failed to authorize: 401 Unauthorized: {"errors":[{"code":"DENIED","id":"aGVsbG8gd29ybGQgaGVsbG8="}]}';
    fc.assert(
      fc.property(credential, (secret) => {
        expect(redactor([secret])(words)).toBe(words);
      }),
    );
  });

  it.each(['u', 'to', '401'])('a password of %j tears nothing apart', (secret) => {
    const words = 'failed to authorize: 401 Unauthorized';
    expect(redactor([secret])(words)).toBe(words);
  });

  it.each(['Unauthorized', 'image', 'registry', 'password', 'ImagePullBackOff', 'https://'])(
    'a password that is a word of the kubelet (%s) leaves its sentences whole',
    (secret) => {
      const words = `Failed to pull image "https://x": registry: 401 Unauthorized, password (ImagePullBackOff)`;
      expect(redactor([secret])(words)).toBe(words);
    },
  );

  it('a short one counts where it stands alone', () => {
    const redact = redactor(['hunt3r']);
    expect(redact('password hunt3r, huntsman, hunt3rs, ahunt3r: "hunt3r"')).toBe(
      'password [redacted], huntsman, hunt3rs, ahunt3r: "[redacted]"',
    );
  });

  it('what is shown anyway is no secret', () => {
    const redact = redactor(['reg.example.com'], ['reg.example.com/team/a:1']);
    expect(redact('pull reg.example.com/team/a:1')).toBe('pull reg.example.com/team/a:1');
  });

  it('takes linear time for long words and many credentials', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `Secret-${i}-${(i * 7919).toString(36)}`);
    const redact = redactor(many);
    const before = process.cpuUsage().user;
    for (const unit of ['=', '%41', '\\u0041', 'QUJD', '&amp;', 'a@', '41', ' ', '\\"'])
      redact(unit.repeat(32_000 / unit.length));
    expect(process.cpuUsage().user - before).toBeLessThan(5_000_000);
  });
});
