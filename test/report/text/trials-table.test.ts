import { describe, expect, it } from 'vitest';
import { simulate } from '../../../src/kubelet/simulate.ts';
import { absent, denied, failed } from '../../../src/model/observed.ts';
import type { SecretReading } from '../../../src/model/pull-secret.ts';
import type { Simulation, Trial } from '../../../src/model/simulation.ts';
import { trialsTable } from '../../../src/report/text/trials-table.ts';
import { toReference, toSimulation } from '../../../src/report/to-report.ts';
import { login, pullSecret, secretOf } from '../../kubelet/credentials/secrets.ts';

const image = 'registry.acme.io:5000/shop/api:1.4';
const reference = simulate({ image, secrets: [] }).reference;

const withReading = (reading: SecretReading): Simulation => ({
  kind: 'anonymous',
  reference,
  readings: [reading],
  trials: [],
  offers: [],
});

const withTrial = (trial: Partial<Trial>): Simulation => ({
  kind: 'anonymous',
  reference,
  readings: [],
  trials: [
    {
      source: 'secret',
      secret: 'regcred',
      entry: 'acme.io',
      key: 'acme.io',
      outcome: 'match',
      wanted: '',
      offered: '',
      ...trial,
    },
  ],
  offers: [],
});

const tableOf = (simulation: Simulation) =>
  trialsTable({ simulation: toSimulation(simulation), reference: toReference(simulation.reference) });

/** The cells of the first row; the second is there because a table has two at least. */
const row = (simulation: Simulation) => {
  const trials = [...simulation.trials, ...withTrial({ secret: 'other' }).trials];
  return tableOf({ ...simulation, trials })[1]
    ?.trim()
    .split(/ {2,}/);
};

describe('one row for each entry', () => {
  it.each([
    [{ outcome: 'match' }, 'registry.acme.io:5000', 'matches'],
    [{ outcome: 'fallback' }, 'registry.acme.io:5000', "matches as Docker Hub's"],
    [{ outcome: 'fallback-hidden' }, 'registry.acme.io:5000', 'not used: another entry matches'],
    [
      { outcome: 'host-differs', wanted: 'registry.acme.io', offered: 'acme.io' },
      'registry.acme.io:5000',
      'host differs: registry.acme.io, acme.io',
    ],
    [
      { outcome: 'port-differs', wanted: '5000', offered: '' },
      'registry.acme.io:5000',
      'port differs: 5000, none',
    ],
    [
      { outcome: 'port-differs', wanted: '', offered: '443' },
      'registry.acme.io:5000',
      'port differs: none, 443',
    ],
    [
      { outcome: 'path-differs', wanted: 'shop/api', offered: 'infra' },
      'registry.acme.io:5000/shop/api',
      'path differs: shop/api, infra',
    ],
    [{ outcome: 'not-a-url', key: null }, 'registry.acme.io:5000', 'dropped: no URL'],
  ] as const)('%j', (trial, wanted, result) => {
    expect(row(withTrial(trial))).toEqual(['regcred', 'acme.io', wanted, result]);
  });
});

describe('one row for each secret without entries', () => {
  const ignored = { secret: 's', kind: 'ignored', keys: [], entries: [] } as const;
  it.each([
    [{ ...ignored, why: 'type', type: 'Opaque', expectedKey: null }, 'ignored: type Opaque'],
    [
      { ...ignored, why: 'key', type: 'kubernetes.io/dockercfg', expectedKey: '.dockercfg' },
      'ignored: no key .dockercfg',
    ],
    [
      { ...ignored, why: 'empty', type: 'kubernetes.io/dockerconfigjson', expectedKey: '.dockerconfigjson' },
      'ignored: empty .dockerconfigjson',
    ],
    [{ secret: 's', kind: 'usable', type: '', entries: [], helpers: false, otherForm: false }, 'no entries'],
    [
      { secret: 's', kind: 'undecodable', type: '', class: 'json-syntax', text: 'x', location: null },
      'cannot be decoded',
    ],
    [{ secret: 's', kind: 'absent' }, 'not found'],
    [
      { secret: 's', kind: 'denied', need: { verb: 'get', group: '', resource: 'secrets' } },
      'not read: forbidden',
    ],
    [{ secret: 's', kind: 'failed', problem: 'reset' }, 'not read'],
  ] as const satisfies readonly (readonly [SecretReading, string])[])('%j: %s', (reading, result) => {
    expect(row(withReading(reading))).toEqual(['s', result]);
  });

  it('a name that is empty', () => {
    expect(row(withReading({ secret: '', kind: 'unnamed' }))).toEqual(['no name']);
  });
});

describe('the whole table', () => {
  const secrets = [
    pullSecret('regcred', {
      'registry.acme.io': login('janedoe', 'x'),
      'registry.acme.io:5000': login('j', 'x'),
    }),
    secretOf('opaque', 'Opaque', { password: 'x' }),
    { name: 'gone', secret: absent },
    { name: 'shut', secret: denied({ verb: 'get', group: '', resource: 'secrets' }) },
    { name: 'cut', secret: failed('reset') },
  ];

  it('has aligned columns, no trailing spaces and no colour', () => {
    expect(tableOf(simulate({ image, secrets }))).toEqual([
      '  secret   entry                  for the image          result',
      '  opaque                                                 ignored: type Opaque',
      '  gone                                                   not found',
      '  shut                                                   not read: forbidden',
      '  cut                                                    not read',
      '  regcred  registry.acme.io       registry.acme.io:5000  port differs: 5000, none',
      '  regcred  registry.acme.io:5000  registry.acme.io:5000  matches',
    ]);
  });

  it('is empty where there is nothing to compare', () => {
    expect(tableOf(simulate({ image, secrets: [] }))).toEqual([]);
    expect(tableOf(withTrial({}))).toEqual([]);
  });

  it('lists secrets of an image that cannot be parsed, too', () => {
    expect(tableOf(simulate({ image: 'Shop/API', secrets: secrets.slice(2, 4) }))).toEqual([
      '  secret  entry  for the image  result',
      '  gone                          not found',
      '  shut                          not read: forbidden',
    ]);
  });
});

describe('a table that can be read', () => {
  const secrets = (hosts: readonly string[]) => [
    pullSecret('regcred', Object.fromEntries(hosts.map((host) => [host, login('janedoe', 'pw')]))),
  ];

  it('has the entries that match among many, and says how many it leaves out', () => {
    const hosts = Array.from({ length: 500 }, (_, index) => `r${index}.acme.io`);
    const lines = tableOf(simulate({ image, secrets: secrets([...hosts, 'registry.acme.io:5000']) }));
    expect(lines).toHaveLength(22);
    expect(lines.filter((line) => line.includes(' matches'))).toHaveLength(1);
    expect(lines.at(-1)).toBe('  and 481 more entries, which -o json names');
  });

  it('has as many Secrets without an entry', () => {
    const secrets = Array.from({ length: 30 }, (_, index) => ({ name: `gone-${index}`, secret: absent }));
    const lines = tableOf(simulate({ image, secrets }));
    expect(lines.at(-1)).toBe('  and 10 more Secrets without an entry');
    expect(lines).toHaveLength(22);
  });
});
