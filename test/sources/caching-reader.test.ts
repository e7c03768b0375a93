import { describe, expect, it } from 'vitest';
import { cachingReader } from '../../src/sources/caching-reader.ts';
import { offlineReader } from '../../src/sources/files/offline-reader.ts';
import { countingReader } from '../evidence/counting-reader.ts';
import { sceneObjects } from '../support/scene.ts';

const readers = () => {
  const counted = countingReader(offlineReader(sceneObjects({})));
  return { counted, reader: cachingReader(counted) };
};

describe('remember', () => {
  it('gives every Pod the same list, by its query', async () => {
    const { counted, reader } = readers();
    const all = { namespace: 'shop', limit: 500, firstPage: true };
    const [one, other] = await Promise.all([reader.list('pods', all), reader.list('pods', all)]);
    expect(await reader.list('pods', { ...all })).toBe(one);
    expect(other).toBe(one);
    await reader.list('pods', { ...all, labelSelector: 'app=web' });
    await reader.list('nodes', { ...all, namespace: null });
    expect(counted.rounds).toEqual([['list pods'], ['list pods'], ['list nodes']]);
  });

  it('keeps the newest four lists, and those of events not at all', async () => {
    const { counted, reader } = readers();
    const list = (namespace: string) => reader.list('pods', { namespace });
    for (const namespace of ['a', 'b', 'c', 'd', 'a', 'e', 'a', 'b']) await list(namespace);
    expect(counted.rounds).toHaveLength(6);
    for (const _ of [1, 2]) await reader.list('events', { namespace: 'shop' });
    expect(counted.rounds).toHaveLength(8);
  });
});
