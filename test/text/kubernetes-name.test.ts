import { expect, it } from 'vitest';
import { nameFault } from '../../src/text/kubernetes-name.ts';

it.each([
  ['web', null, null],
  ['a', null, null],
  ['1-a', null, null],
  [
    'a.b-c.d',
    null,
    'is none that Kubernetes stores (lower-case letters, digits and -, a letter or digit first and last)',
  ],
  ['a'.repeat(63), null, null],
  ['a'.repeat(64), null, 'is longer than 63 characters'],
  ['a'.repeat(253), null, 'is longer than 63 characters'],
])('%s: as a subdomain %s, as a label %s', (name, subdomain, label) => {
  expect(nameFault(name)).toBe(subdomain);
  expect(nameFault(name, 'label')).toBe(label);
});

it.each([
  ['', 'is empty'],
  ['-', 'begins with `-`, as an option of kubectl does'],
  ['--server=https://evil.example', 'begins with `-`, as an option of kubectl does'],
  ['reg\u200bcred', 'holds U+200B, which cannot be seen'],
  ['regcred\n', 'holds U+000A, which cannot be seen'],
  ['a'.repeat(254), 'is longer than 253 characters'],
])('%j %s', (name, fault) => expect(nameFault(name)).toBe(fault));

it.each(['Web', 'a_b', 'a-', '.a', 'a.', 'a..b', 'a b', '$(x)', "a'b", 'a/b', 'ü', 'a.-b'])(
  '%s is no name',
  (name) => expect(nameFault(name)).toMatch(/^is none that Kubernetes stores/),
);

it('takes linear time', () => {
  const began = performance.now();
  for (const text of ['a-'.repeat(200_000), `${'a.'.repeat(126)}!`, `${'a-'.repeat(126)}!`]) nameFault(text);
  expect(performance.now() - began).toBeLessThan(1000);
});
