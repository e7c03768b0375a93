import { isIPv6 as nodeIsIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIPv6, parseAfterScheme } from '../../../src/kubelet/go/go-url.ts';

describe('parseAfterScheme', () => {
  it.each([
    ['reg.io:5000/team/', 'reg.io:5000', '/team/'],
    ['user:p%40w@reg.io', 'reg.io', ''],
    ['reg.io?x/y', 'reg.io', ''],
    ['reg.io/a?b#c', 'reg.io', '/a'],
    ['reg.io/%74eam%2F%C3%A9', 'reg.io', '/team/é'],
    ['reg.io/%ff', 'reg.io', '/\ufffd'],
    ['r%C3%A9g.io', 'rég.io', ''],
    ['r%25g.io', 'r%g.io', ''],
    ['reg.io:', 'reg.io:', ''],
    ['reg.io#\n', 'reg.io', ''],
    ['[::1]:5000/a', '[::1]:5000', '/a'],
    ['[fe80::1%25eth0]', '[fe80::1%eth0]', ''],
    ['[fe80::1%25a%20b]', '[fe80::1%a b]', ''],
    ['', '', ''],
    ['/a', '', '/a'],
  ])('%j', (text, host, path) => {
    expect(parseAfterScheme(text)).toEqual({ host, path });
  });

  it.each([
    'reg io',
    'reg.io\n',
    'reg.io/\u007f',
    'reg.io:80a',
    'reg.io:*',
    'a:1:2',
    'r%65g.io',
    'reg.io/%',
    'reg.io/%zz',
    'reg.io#%z',
    'reg{}.io',
    'reg|.io',
    'reg\\io',
    'reg^.io',
    'reg`.io',
    'm[xy].io',
    '[m]y.io',
    '[::1',
    '[::1]x',
    '[:]',
    '[1.2.3.4]',
    '[fe80::1%25]',
    '[fe80::1%25%7f]',
    '[fe80::1%eth0]',
    'us er@reg.io',
    'us%zz@reg.io',
    'é@reg.io',
  ])('refuses %j', (text) => {
    expect(parseAfterScheme(text)).toBeNull();
  });

  it('takes any text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-c%:@/?#[\]25]*$/));
    fc.assert(fc.property(text, (any) => typeof (parseAfterScheme(any)?.host ?? '') === 'string'));
  });
});

describe('isIPv6', () => {
  it('agrees with the platform', () => {
    const address = fc.oneof(
      fc.ipV6(),
      fc
        .array(fc.constantFrom('0', '1', 'ab', 'ffff', '12345', ':', '::', '.', '1.2.3.4', 'g'))
        .map((all) => all.join('')),
      fc.array(fc.constantFrom('1', 'f0', '')).map((all) => all.join(':')),
    );
    fc.assert(
      fc.property(address, (text) => isIPv6(text) === nodeIsIPv6(text)),
      { numRuns: 1000 },
    );
  });

  it('wants a zone after the percent sign', () => {
    expect(isIPv6('fe80::1%')).toBe(false);
    expect(isIPv6('::ffff:1.2.3.4%eth0')).toBe(true);
  });
});
