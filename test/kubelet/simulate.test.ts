import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/kubelet/simulate.ts';
import { absent, denied, failed } from '../../src/model/observed.ts';
import { seal } from '../../src/model/sealed.ts';
import type { Simulation } from '../../src/model/simulation.ts';
import { type Login, login, pullSecret, secretOf } from './credentials/secrets.ts';

const trials = ({ trials }: Simulation) =>
  trials.map(({ secret, entry, outcome, wanted, offered }) => [secret, entry, outcome, wanted, offered]);
const offers = ({ offers }: Simulation) =>
  offers.map(({ order, tie, secret, entry, fallback }) => [order, tie, secret, entry.location, fallback]);

const nodeConfig = (auths: Readonly<Record<string, Login>>) => seal(JSON.stringify({ auths }));

describe('the kind of a simulation', () => {
  const good = pullSecret('good', { 'reg.io': login('u', 'pw') });
  const bad = secretOf('bad', 'kubernetes.io/dockerconfigjson', { '.dockerconfigjson': '{' });
  const missing = { name: 'missing', secret: absent };
  const locked = {
    name: 'locked',
    secret: denied({ verb: 'get', group: '', resource: 'secrets', namespace: 'shop', name: 'locked' }),
  };
  const image = 'reg.io/a';

  it.each([
    ['offers', { image, secrets: [missing, good] }, 1],
    ['anonymous', { image: 'other.io/a', secrets: [good] }, 0],
    ['anonymous', { image, secrets: [] }, 0],
    ['undecodable', { image, secrets: [good, bad, locked] }, 0],
    ['undetermined', { image, secrets: [locked, good] }, 1],
    ['undetermined', { image, secrets: [{ name: 'x', secret: failed('timeout') }] }, 0],
    ['no-attempt', { image, secrets: [good], pullPolicy: 'Never' as const }, 0],
    ['no-attempt', { image: 'reg.io/A', secrets: [good] }, 0],
  ])('%s', (kind, input, count) => {
    const simulation = simulate(input);
    expect([simulation.kind, simulation.offers.length]).toEqual([kind, count]);
  });

  it('tries entries whenever the image can be parsed', () => {
    expect(trials(simulate({ image, secrets: [good], pullPolicy: 'Never' }))).toHaveLength(1);
    expect(trials(simulate({ image, secrets: [good, bad] }))).toHaveLength(1);
    expect(trials(simulate({ image: 'reg.io/A', secrets: [good] }))).toEqual([]);
  });

  it('does not mind a broken node config', () => {
    expect(simulate({ image, secrets: [good], nodeConfig: seal('{') }).kind).toBe('offers');
  });
});

it('says for each entry which part differs, host first', () => {
  const entries = [
    'reg.io:5000/team',
    'reg.io',
    'reg.io:5000/other',
    'quay.io',
    'reg.io:50 0',
    'reg.io:5000/%25',
  ];
  const secret = pullSecret('s', Object.fromEntries(entries.map((location) => [location, login('u', 'pw')])));
  const simulation = simulate({ image: 'reg.io:5000/team/app:1', secrets: [secret] });
  expect(trials(simulation)).toEqual([
    ['s', 'quay.io', 'host-differs', 'reg.io', 'quay.io'],
    ['s', 'reg.io', 'port-differs', '5000', ''],
    ['s', 'reg.io:[redacted]', 'not-a-url', '', ''],
    ['s', 'reg.io:5000/%25', 'not-a-url', '', ''],
    ['s', 'reg.io:5000/other', 'path-differs', 'team/app', 'other'],
    ['s', 'reg.io:5000/team', 'match', '', ''],
  ]);
});

describe('Docker Hub', () => {
  const hub = 'https://index.docker.io/v1/';

  it('is served by its own key where nothing matches directly', () => {
    const simulation = simulate({
      image: 'nginx',
      secrets: [pullSecret('hub', { [hub]: login('u', 'pw') })],
    });
    expect(trials(simulation)).toEqual([['hub', hub, 'fallback', '', '']]);
    expect(offers(simulation)).toEqual([[1, null, 'hub', hub, true]]);
  });

  it('is not where another entry matches, even an empty one', () => {
    const secrets = [
      pullSecret('hub', { [hub]: login('u', 'pw') }),
      pullSecret('empty', { 'docker.io': {} }),
    ];
    const simulation = simulate({ image: 'nginx', secrets });
    expect(trials(simulation).map(([, , outcome]) => outcome)).toEqual(['fallback-hidden', 'match']);
    expect(offers(simulation)).toEqual([[1, null, 'empty', 'docker.io', false]]);
  });

  it('falls back in each keyring on its own', () => {
    const simulation = simulate({
      image: 'nginx',
      secrets: [pullSecret('direct', { 'docker.io': login('u', 'pw') })],
      nodeConfig: nodeConfig({ [hub]: login('n', 'pw') }),
    });
    expect(offers(simulation)).toEqual([
      [1, null, 'direct', 'docker.io', false],
      [2, null, '', hub, true],
    ]);
    expect(
      simulation.offers.map(({ source, reading }) => [
        source,
        reading === null ? -1 : simulation.readings.indexOf(reading),
      ]),
    ).toEqual([
      ['secret', 0],
      ['node', -1],
    ]);
  });
});

it('matches by a key that it does not show', () => {
  const secret = pullSecret('s', { 'reg.io/team?mail=a@b.c': login('u', 'pw') });
  const simulation = simulate({ image: 'reg.io/team/app', secrets: [secret] });
  expect(simulation.offers[0]).toMatchObject({
    key: '[redacted]',
    entry: { location: '[redacted]', username: 'u' },
  });
  expect(trials(simulate({ image: 'reg.io/app', secrets: [secret] }))).toEqual([
    ['s', '[redacted]', 'path-differs', 'app', '[redacted]'],
  ]);
});

it('orders offers by key, descending, then by secret, and marks what Go leaves open', () => {
  const secrets = [
    pullSecret('a', {
      '*.io': login('star', 'pw'),
      'https://reg.io': login('x', 'pw'),
      'reg.io/v1/': login('y', 'pw'),
    }),
    pullSecret('b', {
      'reg.io/app': login('z', 'pw'),
      'reg.io': login('x', 'pw'),
      'http://reg.io': login('x', 'pw'),
    }),
  ];
  expect(offers(simulate({ image: 'reg.io/app', secrets }))).toEqual([
    [1, null, 'b', 'reg.io/app', false],
    [2, 1, 'a', 'https://reg.io', false],
    [3, 1, 'a', 'reg.io/v1/', false],
    [4, null, 'b', 'http://reg.io', false],
    [5, null, 'b', 'reg.io', false],
    [6, null, 'a', '*.io', false],
  ]);
});
