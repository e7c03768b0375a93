import { describe, expect, it } from 'vitest';
import { ConnectionError } from '../../src/api-client/kubeconfig/connection-error.ts';
import { failingPods } from '../../src/cli/run/failing-pods.ts';
import { orFault } from '../../src/cli/run/fault.ts';
import type { ObjectReader } from '../../src/objects/object-reader.ts';
import { offlineReader } from '../../src/sources/files/offline-reader.ts';
import { hostileObjects } from '../support/hostile-objects.ts';

const objects = hostileObjects(new Map()) as Parameters<typeof offlineReader>[0];
const scope = {
  namespace: null,
  labelSelector: undefined,
  fieldSelector: undefined,
  chunkSize: 500,
  warnings: false,
};

const sourceOf = (reader: ObjectReader) => ({
  reader,
  namespace: null,
  occasion: { source: 'file', observedAt: '2026-03-05T12:00:00Z' } as const,
  source: { kind: 'file', path: '-' } as const,
  connection: null,
  probed: async <E>(evidence: E) => evidence,
  close: async () => {},
});

/** Reads as the file does, but throws over whatever belongs to the Pod with this uid. */
function breaking(uid: string, error: Error): ObjectReader {
  const reader = offlineReader(objects);
  return {
    ...reader,
    list: async (resource, query) => {
      if (query.fieldSelector?.includes(uid)) throw error;
      return reader.list(resource, query);
    },
  };
}

describe('a fault over one Pod', () => {
  it('is a problem of that Pod, and the others are reported', async () => {
    const outcome = await failingPods(sourceOf(breaking('u-1', new TypeError('secret words'))), scope);
    expect(outcome.diagnoses.map(({ evidence }) => evidence.pod.name)).toEqual(['fine']);
    expect(outcome.podsScanned).toBe(3);
    expect(outcome.unread).toEqual([
      {
        says: 'Pod shop/web could not be diagnosed: unexpected fault (TypeError)',
        problem: {
          what: 'Pod shop/web: unexpected fault (TypeError)',
          need: 'a report of this fault, with the object that causes it',
          check: null,
        },
      },
    ]);
  });

  it('without it both are reported', async () => {
    const outcome = await failingPods(sourceOf(offlineReader(objects)), scope);
    expect(outcome.diagnoses.map(({ evidence }) => evidence.pod.name).toSorted()).toEqual(['fine', 'web']);
    expect(outcome.unread).toEqual([]);
  });

  it('what is wrong with the connection ends everything', async () => {
    const lost = new ConnectionError('the login has expired');
    await expect(failingPods(sourceOf(breaking('u-1', lost)), scope)).rejects.toBe(lost);
    await expect(orFault('x', () => Promise.reject(lost))).rejects.toBe(lost);
  });
});
