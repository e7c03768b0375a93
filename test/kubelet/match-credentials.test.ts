import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchCredentials } from '../../src/kubelet/match-credentials.ts';
import { nearestEntry } from '../../src/kubelet/near-match/nearest-entry.ts';
import { simulate } from '../../src/kubelet/simulate.ts';
import { seal } from '../../src/model/sealed.ts';
import { base64, pullSecret, secretOf } from './credentials/secrets.ts';

const config = (auths: object) => JSON.stringify({ auths });
const type = 'kubernetes.io/dockerconfigjson';
const regcred = {
  name: 'regcred',
  type,
  data: {
    '.dockerconfigjson': base64(config({ 'reg.io': { auth: base64('janedoe:hunter22') }, 'quay.io': {} })),
  },
};

describe('matchCredentials', () => {
  it('gives plain data', () => {
    const result = matchCredentials({ image: 'reg.io/app:1', secrets: [regcred] });
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result.kind).toBe('offers');
    expect(result.reference).toMatchObject({ ok: true, registry: 'reg.io', repository: 'app', tag: '1' });
    expect(result.offers).toEqual([
      {
        order: 1,
        source: 'secret',
        secret: 'regcred',
        entry: 'reg.io',
        key: 'reg.io',
        username: 'janedoe',
        fallback: false,
      },
    ]);
    expect(result.trials.map(({ entry, outcome }) => [entry, outcome])).toEqual([
      ['quay.io', 'host-differs'],
      ['reg.io', 'match'],
    ]);
    expect(result.readings).toMatchObject([
      { kind: 'usable', entries: [{ location: 'quay.io' }, { key: 'reg.io' }] },
    ]);
  });

  it('takes a node config as text and in base64', () => {
    const text = config({ 'reg.io': { auth: base64('node:pw') } });
    for (const nodeConfig of [text, `\n${text}`, base64(text)]) {
      const { offers } = matchCredentials({ image: 'reg.io/app', secrets: [], nodeConfig });
      expect(offers).toMatchObject([{ source: 'node', username: 'node' }]);
    }
    expect(matchCredentials({ image: 'reg.io/app', secrets: [], nodeConfig: '???' }).kind).toBe('anonymous');
  });

  it('takes any input', () => {
    const secret = fc.record({
      name: fc.string(),
      type: fc.constantFrom(type, 'kubernetes.io/dockercfg', 'Opaque'),
      data: fc.dictionary(
        fc.constantFrom('.dockerconfigjson', '.dockercfg', 'x'),
        fc.oneof(fc.string(), fc.json().map(base64)),
      ),
    });
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(secret, { maxLength: 3 }),
        fc.string(),
        (image, secrets, nodeConfig) => {
          const result = matchCredentials({ image, secrets, nodeConfig });
          expect(result.readings).toHaveLength(secrets.length);
        },
      ),
    );
  });
});

describe('no password leaves', () => {
  const password = fc.stringMatching(/^[a-zA-Z0-9!$:@/?#%&= .-]{8,30}$/).map((text) => `Zq9${text}`);
  const location = (secret: string) =>
    fc.constantFrom(
      'reg.io',
      'index.docker.io',
      `user:${secret}@reg.io`,
      `https://user:${secret}@reg.io/team`,
      `user:${secret}@reg.io:port`,
      `user:12/${secret}@reg.io`,
      `user:12/%3F${secret}@reg.io`,
      `reg.io?token=${secret}`,
      'HTTPS://reg.io',
      'reg.io:x y',
    );
  const scenario = password.chain((secret) =>
    fc.record({
      secret: fc.constant(secret),
      location: location(secret),
      login: fc.constantFrom<Record<string, unknown>>(
        { auth: base64(`user:${secret}`) },
        { username: secret, password: secret },
        { username: 'user', password: secret },
        { username: `x${secret}`, password: secret, auth: base64(`u:${secret}`) },
        { username: 'user', password: secret, auth: '!bad' },
        { username: 'user', password: secret, email: 5 },
      ),
      kind: fc.constantFrom(type, 'kubernetes.io/dockercfg', 'Opaque'),
    }),
  );

  it('in readings, trials, offers, the nearest entry or the library’s answer, printed or serialised', () => {
    fc.assert(
      fc.property(scenario, fc.constantFrom('reg.io/team/a', 'nginx', 'quay.io/a'), (made, image) => {
        const content = config({ [made.location]: made.login });
        const secrets = [
          secretOf('s', made.kind, { '.dockerconfigjson': content, '.dockercfg': content }),
          pullSecret('t', { [made.location]: { username: 'user', password: made.secret } }),
        ];
        const simulation = simulate({ image, secrets, nodeConfig: seal(content) });
        const data = { '.dockerconfigjson': base64(content) };
        const result = matchCredentials({ image, secrets: [{ name: 's', type, data }], nodeConfig: content });
        const values = [simulation, nearestEntry(simulation, []), result, secrets];
        const printed = values.map(
          (value) => JSON.stringify(value) + inspect(value, { depth: null, showHidden: true }),
        );
        for (const text of [...printed, String(simulation.offers[0]?.entry.credential)]) {
          expect(text).not.toContain(made.secret);
          expect(text).not.toContain('Zq9');
          expect(text).not.toContain(base64(`user:${made.secret}`));
        }
      }),
      { numRuns: 300 },
    );
  });
});
