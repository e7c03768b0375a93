import { afterEach, describe, expect, it } from 'vitest';
import { connect } from '../../../src/api-client/connect.ts';
import type { Observed } from '../../../src/model/observed.ts';
import type { KubeObject } from '../../../src/objects/object-reader.ts';
import { followList } from '../../../src/sources/cluster/follow-list.ts';
import { statusOf } from '../../support/api-objects.ts';
import { type LivingCluster, type LivingOptions, startLiving } from '../../support/living-cluster.ts';

const pod = (name: string, uid: string, step = 0): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: 'shop', name, uid },
  spec: {},
  step,
});

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Follows the Pod `web` of a cluster; `until` waits for a list that fits. */
async function follow(options: LivingOptions = {}, objects: readonly KubeObject[] = [pod('web', 'u1')]) {
  const cluster = await startLiving(objects, options);
  const connection = connect({ server: cluster.url }, { KUBECONFIG: ':' });
  const stop = new AbortController();
  const lists: Observed<readonly KubeObject[]>[] = [];
  const following = followList(
    connection,
    'pods',
    { namespace: 'shop', fieldSelector: 'metadata.name=web' },
    { tell: (list) => lists.push(list), signal: stop.signal },
  );
  ends.push(() => {
    stop.abort();
    cluster.close();
    void connection.close();
  });
  const until = async (fits: (list: readonly KubeObject[]) => boolean, ms = 20_000) => {
    for (const end = Date.now() + ms; Date.now() < end; ) {
      const last = lists.at(-1);
      if (last?.status === 'found' && fits(last.value)) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`not within ${ms} ms: ${JSON.stringify(lists.at(-1))}`);
  };
  return { cluster, lists, following, stop, until };
}

const steps = (n: number) => (list: readonly KubeObject[]) => list[0]?.['step'] === n;
const watching = async ({ asked }: LivingCluster, times = 1) => {
  for (let left = 1000; left > 0 && asked.filter((one) => one === 'WATCH pods').length < times; left--)
    await new Promise((resolve) => setTimeout(resolve, 10));
};

describe('a list that is followed', () => {
  it('is told at first and at each change, with one list and one watch', async () => {
    const { cluster, until } = await follow();
    await until(steps(0));
    await watching(cluster);
    cluster.put(pod('web', 'u1', 1));
    await until(steps(1));
    cluster.drop('Pod', 'web');
    await until((list) => list.length === 0);
    expect(cluster.asked).toEqual(['list pods', 'WATCH pods']);
  });

  it('goes on from the resource version of the list', async () => {
    const urls: URL[] = [];
    const { cluster, until } = await follow({
      fault: ({ watch, url }) => {
        if (watch) urls.push(url);
        return false;
      },
    });
    await until(steps(0));
    await watching(cluster);
    expect(Object.fromEntries(urls[0]?.searchParams ?? [])).toMatchObject({
      resourceVersion: '100',
      watch: 'true',
      fieldSelector: 'metadata.name=web',
    });
  });

  it.each(['closed', 'reset', 'gone'] as const)(
    'survives a stream that is %s, and what changed meanwhile',
    async (how) => {
      const { cluster, until } = await follow();
      await until(steps(0));
      await watching(cluster);
      cluster.mute(true);
      cluster.put(pod('web', 'u1', 1));
      cluster.mute(false);
      cluster.endWatches(how);
      await until(steps(1));
      await watching(cluster, 2);
      cluster.put(pod('web', 'u1', 2));
      await until(steps(2));
    },
  );

  it('makes up for a missed event when the watch ends by itself', async () => {
    const { cluster, until } = await follow();
    await until(steps(0));
    await watching(cluster);
    cluster.mute(true);
    cluster.put(pod('web', 'u1', 1));
    await until(steps(1), 30_000);
  });

  it('tells a Pod that was replaced under its name by its uid', async () => {
    const { cluster, until } = await follow();
    await watching(cluster);
    cluster.drop('Pod', 'web');
    cluster.put(pod('web', 'u2'));
    await until((list) => list[0]?.metadata.uid === 'u2');
  });

  it('survives an API server that restarts', async () => {
    const { cluster, lists, until } = await follow();
    await watching(cluster);
    const down = cluster.restart(700);
    cluster.put(pod('web', 'u1', 1));
    await down;
    await until(steps(1));
    expect(lists.some(({ status }) => status === 'failed')).toBe(true);
  });

  it('lists again and again where it may not watch', async () => {
    const { cluster, until } = await follow({
      fault: ({ watch, response }) => {
        if (!watch) return false;
        response.writeHead(403, { 'content-type': 'application/json' });
        response.end(JSON.stringify(statusOf(403, 'Forbidden', 'pods is forbidden')));
        return true;
      },
    });
    await until(steps(0));
    cluster.put(pod('web', 'u1', 1));
    await until(steps(1));
  });

  it('ends where it may not list', async () => {
    const { lists, following } = await follow({
      fault: ({ response }) => {
        response.writeHead(403, { 'content-type': 'application/json' });
        response.end(JSON.stringify(statusOf(403, 'Forbidden', 'pods is forbidden')));
        return true;
      },
    });
    await following;
    expect(lists.map(({ status }) => status)).toEqual(['denied']);
  });

  it.each([
    ['no JSON', 'not json\n'],
    [
      'an object of another kind',
      `${JSON.stringify({ type: 'ADDED', object: { kind: 'Lease', metadata: { name: 'web' } } })}\n`,
    ],
    ['an unknown type', `${JSON.stringify({ type: 'SURPRISE', object: {} })}\n`],
    ['half a line', '{"type":"MODI'],
  ])('lists again after a stream of %s', async (_, line) => {
    let bad = 1;
    const { cluster, until } = await follow({
      fault: ({ watch, response }) => {
        if (!watch || bad-- <= 0) return false;
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write(line);
        setTimeout(() => response.end(), 50);
        return true;
      },
    });
    await watching(cluster, 2);
    cluster.put(pod('web', 'u1', 1));
    await until(steps(1));
  });

  it('reads an event that comes in pieces, a character among them', async () => {
    const change = { type: 'MODIFIED', object: { ...pod('web', 'u1', 1), note: 'grün €' } };
    const bytes = Buffer.from(
      `${JSON.stringify({ type: 'BOOKMARK', object: {} })}\n${JSON.stringify(change)}\n`,
    );
    const { lists, until } = await follow({
      fault: ({ watch, response }) => {
        if (!watch) return false;
        response.writeHead(200, { 'content-type': 'application/json' });
        for (const [index, byte] of bytes.entries())
          setTimeout(() => response.write(Buffer.from([byte])), index);
        return true;
      },
    });
    await until(steps(1));
    const last = lists.at(-1);
    expect(last?.status === 'found' && last.value[0]?.['note']).toBe('grün €');
  });

  it('does not hammer a server that ends every watch at once', async () => {
    const { cluster, until, stop } = await follow({
      fault: ({ watch, response }) => {
        if (watch) response.end();
        return watch;
      },
    });
    await until(steps(0));
    await new Promise((resolve) => setTimeout(resolve, 2000));
    stop.abort();
    expect(cluster.asked.length).toBeLessThan(14);
  });
});
