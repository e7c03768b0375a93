import { describe, expect, it } from 'vitest';
import {
  buildKeyring,
  isDockerHubImage,
  lookup,
  secretEntries,
} from '../../../src/kubelet/credentials/keyring.ts';
import { readPullSecret } from '../../../src/kubelet/credentials/read-pull-secret.ts';
import { matchUrls, urlDifference } from '../../../src/kubelet/credentials/url-match.ts';
import { matchesImages } from '../../support/match-images.ts';
import { login, pullSecret } from './secrets.ts';

const keyring = (...locations: readonly string[]) =>
  buildKeyring(
    secretEntries([
      readPullSecret(
        pullSecret('s', Object.fromEntries(locations.map((location) => [location, login('u', 'pw')]))),
      ),
    ]),
  );
const keys = (locations: readonly string[], repository: string) => {
  const { fallback, slots } = lookup(keyring(...locations), repository);
  return [fallback, ...slots.map(({ key }) => key)];
};

describe('matchUrls', () => {
  it.each([
    ['quay.io/foo', 'quay.io/foobar', true],
    ['quay.io/foo/', 'quay.io/foo', false],
    ['reg.io:', 'reg.io/a', true],
    ['reg.io:443', 'reg.io/a', false],
    ['reg.io:05000', 'reg.io:5000/a', false],
    ['*.my.io', 'a.my.io/x', true],
    ['*.my.io', 'a.b.my.io/x', false],
    ['*', 'localhost/x', true],
    ['*:5000', '[::1]:5000/x', true],
    ['[::1]', '[::1]/x', false],
    ['reg.io/%2574eam', 'reg.io/%74eam', false],
    ['reg.io/team?x', 'reg.io/team/app', true],
    ['Reg.io', 'reg.io/a', false],
    ['reg.io/%', 'reg.io/a', null],
    ['reg.io', 'reg io', null],
  ])('%s against %s: %s', (key, repository, expected) => {
    expect(matchUrls(key, repository)).toBe(expected);
  });
});

it('urlDifference names the host before the port and the path', () => {
  expect(urlDifference('a.io:1/x', 'b.io:2/y')).toEqual({ part: 'host', wanted: 'b.io', offered: 'a.io' });
  expect(urlDifference('*.io:1/x', 'b.io:2/y')).toEqual({ part: 'port', wanted: '2', offered: '1' });
  expect(urlDifference('b.io/x', 'b.io/y')).toEqual({ part: 'path', wanted: 'y', offered: 'x' });
  expect(urlDifference('b.io', 'b.io/y')).toBeNull();
});

describe('lookup', () => {
  it('goes through matching keys in descending byte order', () => {
    expect(keys(['*.io/a/b', 'reg.io', 'reg.io/a', 'reg.com'], 'reg.io/a/b')).toEqual([
      false,
      'reg.io/a',
      'reg.io',
      '*.io/a/b',
    ]);
  });

  it('drops what is no URL and files like keys together', () => {
    const [slot, ...more] = keyring('https://reg.io/v1/', 'reg.io', 'reg io');
    expect(slot?.entries.map(({ entry }) => entry.location)).toEqual(['https://reg.io/v1/', 'reg.io']);
    expect(more).toEqual([]);
  });

  it('falls back to the one key of Docker Hub', () => {
    expect(keys(['index.docker.io'], 'docker.io/library/nginx')).toEqual([true, 'index.docker.io']);
    expect(keys(['index.docker.io/v1'], 'docker.io/library/nginx')).toEqual([true]);
    expect(keys(['index.docker.io', '*.*'], 'docker.io/library/nginx')).toEqual([false, '*.*']);
    expect(keys(['index.docker.io'], 'reg.io/a')).toEqual([false]);
  });
});

it.each([
  ['docker.io/a', true],
  ['localhost/a', true],
  ['REG/a', true],
  ['reg.io', true],
  ['reg.io/a', false],
  ['localhost:80/a', false],
  ['/a', false],
  ['', false],
])('isDockerHubImage %j: %s', (repository, expected) => {
  expect(isDockerHubImage(repository)).toBe(expected);
});

it('matchesImages takes patterns raw', () => {
  expect(matchesImages(['x.io', '*.dkr.ecr.*.amazonaws.com'], '1.dkr.ecr.eu-west-1.amazonaws.com/a')).toBe(
    true,
  );
  expect(matchesImages(['https://reg.io'], 'reg.io/a')).toBe(false);
  expect(matchesImages(['index.docker.io'], 'docker.io/library/nginx')).toBe(false);
  expect(matchesImages([], 'reg.io/a')).toBe(false);
});
