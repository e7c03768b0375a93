import { describe, expect, it } from 'vitest';
import { nearestEntry } from '../../../src/kubelet/near-match/nearest-entry.ts';
import { simulate } from '../../../src/kubelet/simulate.ts';
import { seal } from '../../../src/model/sealed.ts';
import { editDistance } from '../../../src/text/edit-distance.ts';
import { login, pullSecret } from '../credentials/secrets.ts';

function nearest(image: string, entries: readonly string[], others: readonly string[] = []) {
  const secrets = entries.map((location, i) => pullSecret(`s${i}`, { [location]: login('u', 'pw') }));
  const found = nearestEntry(simulate({ image, secrets }), others);
  return found === null ? null : [found.mismatch, found.entry.location, found.trial.outcome];
}

const mismatch = (image: string, location: string) => nearest(image, [location])?.[0];

describe('the mismatch of one entry', () => {
  it.each([
    ['nginx', 'https://index.docker.io/v1', 'docker-hub-key'],
    ['nginx', 'registry-1.docker.io', 'docker-hub-key'],
    ['nginx', 'hub.docker.com', 'docker-hub-key'],
    ['nginx', 'docker.io:443', 'docker-hub-key'],
    ['nginx', 'INDEX.docker.io', 'docker-hub-key'],
    ['nginx', 'HTTPS://index.docker.io/v1/', 'docker-hub-key'],
    ['nginx', 'notdocker.io', 'host'],
    ['reg.io/a', 'HTTPS://reg.io', 'scheme'],
    ['reg.io:5000/a', 'oci://reg.io:5000', 'scheme'],
    ['reg.io/a', 'ftp://user:pw@reg.io/v2/', 'scheme'],
    ['reg.io/a', 'oci://quay.io', 'host'],
    ['reg.io/a', 'https://REG.io', 'case'],
    ['REG.io/a', 'reg.io', 'case'],
    ['reg.io/team/a', 'reg.io/Team', 'case'],
    ['reg.io:5000/a', 'reg.io', 'port'],
    ['reg.io/a', 'https://reg.io:443/b', 'port'],
    ['a.reg.io:5000/a', '*.reg.io', 'port'],
    ['reg.io/team/a', 'reg.io/teams', 'path'],
    ['reg.io/team/a', 'https://reg.io/v2', 'path'],
    ['a.b.acme.io/x', '*.acme.io', 'glob'],
    ['acme.io/x', '*.acme.io', 'glob'],
    ['a.b.acme.io/x', '*acme.io', 'glob'],
    ['reg.acme.io/x', 'reg.*', 'glob'],
    ['quay.io/x', '*.acme.io', 'host'],
    ['quay.io/x', 'reg.*', 'host'],
    ['quay.io/x', 'ghcr.io', 'host'],
    ['reg.io/x', ' reg.io', 'other'],
    ['reg.io/x', 'reg.io:https', 'other'],
    ['my-registry.io/x', '[m]y-registry.io', 'other'],
  ])('%s against %s: %s', (image, location, expected) => {
    expect(mismatch(image, location)).toBe(expected);
  });
});

describe('nearestEntry', () => {
  it('takes the fewest differing parts first', () => {
    expect(nearest('reg.io:5000/a', ['reg.com/b', 'reg.io', 'reh.io:5001'])).toEqual([
      'port',
      'reg.io',
      'port-differs',
    ]);
  });

  it('then the host that is spelled most alike', () => {
    expect(nearest('registry.acme.io/a', ['quay.io', 'registry.acne.io'])?.[1]).toBe('registry.acne.io');
    expect(nearest('reg.io/a', ['quay.io', 'reg.io '])).toEqual(['other', 'reg.io ', 'not-a-url']);
  });

  it('then the first secret', () => {
    expect(nearest('reg.io/a', ['aaa.io', 'bbb.io'])?.[1]).toBe('aaa.io');
  });

  it('leaves out entries that serve another image of the Pod', () => {
    expect(nearest('reg.io/a', ['ghcr.io/acme', 'quay.io'], ['ghcr.io/acme/api'])?.[1]).toBe('quay.io');
    expect(nearest('reg.io/a', ['https://index.docker.io/v1/'], ['docker.io/library/nginx'])).toBeNull();
  });

  it('is null where every entry matches, none is there, or the image cannot be parsed', () => {
    expect(nearest('reg.io/a', ['reg.io'])).toBeNull();
    expect(nearest('reg.io/a', [])).toBeNull();
    expect(nearest('reg.io/A', ['quay.io'])).toBeNull();
  });

  it('looks at pull secrets alone, and pairs each with its own trial', () => {
    const nodeConfig = seal(JSON.stringify({ auths: { 'reg.io:1': login('n', 'pw') } }));
    const secrets = [
      pullSecret('s', { 'a.io': login('u', 'pw'), 'reg.io': login('u', 'pw'), 'reg.io:2': login('u', 'pw') }),
    ];
    const found = nearestEntry(simulate({ image: 'reg.io/a', secrets, nodeConfig }), []);
    expect(found?.entry.location).toBe('reg.io:2');
    expect(found?.trial).toMatchObject({ entry: 'reg.io:2', wanted: '', offered: '2' });
  });
});

it('editDistance counts insertions, deletions and replacements', () => {
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('', 'abc')).toBe(3);
  expect(editDistance('abc', '')).toBe(3);
  expect(editDistance('same', 'same')).toBe(0);
});
