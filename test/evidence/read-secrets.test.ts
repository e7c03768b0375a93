import { describe, expect, it } from 'vitest';
import { readSecrets } from '../../src/evidence/secrets/read-secrets.ts';
import { absent, denied, found, type Observed } from '../../src/model/observed.ts';
import type { KubeObject, ObjectReader } from '../../src/objects/object-reader.ts';

const object = (name: string): KubeObject => ({ kind: 'Secret', metadata: { name, namespace: 'shop' } });
const names = Array.from({ length: 400 }, (_, i) => `s${i}`);

function readerOf(many: Observed<ReadonlyMap<string, KubeObject>> | null) {
  let gets = 0;
  const reader: ObjectReader = {
    get: async (_, __, name) => {
      gets++;
      return name === 's1' ? found(object(name)) : absent;
    },
    list: async () => found([]),
    pages: async function* () {},
    ...(many === null ? {} : { getMany: async () => many }),
  };
  return { reader, gets: () => gets };
}

const states = (read: Awaited<ReturnType<typeof readSecrets>>) => read.map(({ secret }) => secret.status);

describe('many pull secrets of one namespace', () => {
  it('are read with one list where that is allowed', async () => {
    const { reader, gets } = readerOf(found(new Map([['s1', object('s1')]])));
    const read = await readSecrets(reader, 'shop', names);
    expect(read.map(({ name }) => name)).toEqual(names);
    expect(states(read).filter((one) => one === 'found')).toHaveLength(1);
    expect(states(read).filter((one) => one === 'absent')).toHaveLength(399);
    expect(gets()).toBe(0);
  });

  it('where it is not, the first are read, and of the others nothing is claimed', async () => {
    const need = { verb: 'list', group: '', resource: 'secrets', namespace: 'shop' } as const;
    const { reader, gets } = readerOf(denied(need));
    const read = await readSecrets(reader, 'shop', names);
    expect(gets()).toBe(30);
    expect(states(read).filter((one) => one === 'failed')).toHaveLength(370);
    expect(states(read)[1]).toBe('found');
  });

  it('are read one by one where they are few, or from a file', async () => {
    const few = readerOf(found(new Map()));
    await readSecrets(few.reader, 'shop', names.slice(0, 30));
    expect(few.gets()).toBe(30);
    const file = readerOf(null);
    await readSecrets(file.reader, 'shop', names);
    expect(file.gets()).toBe(400);
  });
});
