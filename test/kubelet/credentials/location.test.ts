import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locationKey } from '../../../src/kubelet/credentials/auth-entry.ts';
import { displayKey, displayLocation } from '../../../src/kubelet/credentials/location-display.ts';

describe('locationKey', () => {
  it.each([
    ['reg.io', 'reg.io'],
    ['https://index.docker.io/v1/', 'index.docker.io'],
    ['http://reg.io/v2/', 'reg.io'],
    ['https://index.docker.io/v1', 'index.docker.io/v1'],
    ['reg.io/v1/team/', 'reg.io/team/'],
    ['reg.io/v1/v1/', 'reg.io/v1/'],
    ['reg.io//', 'reg.io//'],
    ['HTTPS://reg.io', 'HTTPS://reg.io'],
    ['https://https://reg.io', 'https://reg.io'],
    ['user:pw@REG.io:443?q', 'REG.io:443'],
    ['reg.io/v%31/a', 'reg.io/a'],
    ['', ''],
    ['https:reg.io', null],
    [' reg.io', null],
  ])('%j', (location, key) => {
    expect(locationKey(location)).toBe(key);
  });
});

const token = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';

describe('displayLocation', () => {
  it.each([
    ['https://index.docker.io/v1/', 'https://index.docker.io/v1/'],
    ['reg.io:5000/team', 'reg.io:5000/team'],
    ['[::1]:5000', '[::1]:5000'],
    ['*.reg.io:*', '*.reg.io:*'],
    [' https://reg.io', ' https://reg.io'],
    ['https:reg.io', 'https:reg.io'],
    ['user:p@w@reg.io/a', '[redacted]@reg.io/a'],
    ['https://user:pa/ss@reg.io', 'https://[redacted]@reg.io'],
    ['oci://user:pw@reg.io', 'oci://[redacted]@reg.io'],
    ['reg.io/v2/?service=x#y', 'reg.io/v2/?[redacted]'],
    ['reg.io#', 'reg.io#'],
    ['user:p?w@reg.io', '[redacted]'],
    ['user:pw', 'user:[redacted]'],
    [token, '[redacted]'],
    [`https://${token}/x`, 'https://[redacted]'],
    [`https://reg.io/${token}`, 'https://[redacted]'],
  ])('%j', (location, shown) => {
    expect(displayLocation(location)).toBe(shown);
  });

  it('never shows user info', () => {
    const password = fc.string({ unit: 'binary' }).map((text) => `s3cr3t${text}`);
    const scheme = fc.constantFrom('', 'https://', 'http://', 'HTTPS://', 'oci://');
    fc.assert(
      fc.property(
        scheme,
        password,
        fc.constantFrom('reg.io', 'reg.io/a', 'reg.io?q'),
        (prefix, secret, host) => {
          expect(displayLocation(`${prefix}user:${secret}@${host}`)).not.toContain('s3cr3t');
        },
      ),
    );
  });
});

it('displayKey hides a key that is a token or may hold user info, and leaves others alone', () => {
  expect(displayKey(token, token)).toBe('[redacted]');
  expect(displayKey('user:12/34@reg.io', 'user:12/34@reg.io')).toBe('[redacted]');
  expect(displayKey('https://user:12/3#4@reg.io', 'user:12/3')).toBe('[redacted]');
  expect(displayKey('https://user:34@reg.io/v1', 'reg.io/v1')).toBe('reg.io/v1');
});
