import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '../../api-client/connect.ts';
import { eventsOf, eventsQuery } from '../../evidence/pod-reads.ts';
import { type VerifyProgress, verifyProgress } from '../../evidence/verify/verify-progress.ts';
import type { PodEvent } from '../../model/evidence.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { followList } from '../../sources/cluster/follow-list.ts';

/** How the wait for a verify Pod ended, and the Pod as it was last seen. */
export interface VerifyEnd {
  readonly kind: VerifyProgress['kind'] | 'timed-out' | 'stopped';
  readonly progress: VerifyProgress;
  readonly pod: KubeObject;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Milliseconds that a verdict waits for what completes it: the status with the digest, which a
 * kubelet that has much to tell sends late (it may send five requests a second before 1.27,
 * pkg/kubelet/apis/config), the digest of a status that is there, and the kubelet's event.
 */
const graceForStatus = 30_000;
const graceForDigest = 2000;
const graceForEvent = 1000;

/**
 * Watches the verify Pod and its events until every image was pulled or refused, the Pod is over,
 * or `timeoutMs` has passed.
 */
export async function watchVerify(
  connection: Connection,
  created: KubeObject,
  containers: readonly string[],
  {
    timeoutMs,
    signal,
    onProgress,
  }: { timeoutMs: number; signal: AbortSignal; onProgress: (progress: VerifyProgress) => void },
): Promise<VerifyEnd> {
  const { namespace = 'default', name, uid } = created.metadata;
  const began = Date.now();
  const stop = new AbortController();
  let pod: KubeObject | null = created;
  let last = created;
  let events: readonly PodEvent[] | null = [];
  let progress = verifyProgress({ pod, events: events ?? [] }, containers);
  const ended = Promise.withResolvers<VerifyEnd['kind']>();
  const look = () => {
    progress = verifyProgress({ pod, events: events ?? [] }, containers);
    onProgress(progress);
    if (progress.kind !== 'running') ended.resolve(progress.kind);
  };
  const follows = [
    followList(
      connection,
      'pods',
      { namespace, fieldSelector: `metadata.name=${name}` },
      {
        signal: stop.signal,
        tell(list) {
          if (list.status !== 'found') return;
          // a Pod of the same name that is not ours says nothing of it
          pod = list.value.find((one) => one.metadata.uid === uid) ?? null;
          last = pod ?? last;
          look();
        },
      },
    ),
    followList(connection, 'events', eventsQuery(created), {
      signal: stop.signal,
      tell(list) {
        if (list.status === 'denied') events = null;
        if (list.status !== 'found') return;
        events = eventsOf(created, list.value);
        look();
      },
    }),
  ];
  const onStop = () => ended.resolve('stopped');
  signal.addEventListener('abort', onStop, { once: true });
  if (signal.aborted) onStop();
  const timer = setTimeout(() => ended.resolve('timed-out'), timeoutMs);
  try {
    const kind = await ended.promise;
    const at = Date.now();
    if (kind === 'done')
      await settle(
        () => progress,
        () => events,
        { signal, mostMs: timeoutMs - (at - began) },
      );
    return { kind, progress, pod: last, at };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onStop);
    stop.abort();
    await Promise.allSettled(follows);
  }
}

/**
 * Waits until the verdict is complete, for `mostMs` at most; `events` is null where they may not be
 * read.
 */
async function settle(
  progress: () => VerifyProgress,
  events: () => readonly PodEvent[] | null,
  { signal, mostMs }: { readonly signal: AbortSignal; readonly mostMs: number },
): Promise<void> {
  const began = Date.now();
  const waitsFor = () => {
    const waited = Date.now() - began;
    const { images } = progress();
    const digest = images.some(
      (one) =>
        one.result === 'pulled' &&
        one.digest === null &&
        waited < Math.min(mostMs, one.inStatus ? graceForDigest : graceForStatus),
    );
    const told = events();
    const event =
      told !== null &&
      images.some(({ container, result }) => {
        const reason = result === 'failed' ? 'Failed' : 'Pulled';
        return !told.some((one) => one.container === container && one.reason === reason);
      });
    return digest || (event && waited < graceForEvent);
  };
  while (waitsFor() && !signal.aborted) await pause(20);
}
