import { setTimeout as pause } from 'node:timers/promises';
import { parseDuration } from '../../api-client/http/request-timeout.ts';
import { topOwner } from '../../evidence/pod-reads.ts';
import { type OpenPull, stepWait, type WaitMemory } from '../../evidence/wait/pull-wait.ts';
import { type Workload, workloadKinds } from '../../evidence/workload/kinds.ts';
import type { PodObject } from '../../model/evidence.ts';
import type { ObjectReader } from '../../objects/object-reader.ts';
import { type ConnectionFlags, fixCommand } from '../../report/shell.ts';
import { recreatePod } from '../../rules/shared/fixes/recreate-fixes.ts';
import { cachingReader } from '../../sources/caching-reader.ts';
import { liveReader } from '../../sources/cluster/live-reader.ts';
import { UsageError } from '../args/argv.ts';
import type { KindCommand } from '../args/command-names.ts';
import { type ConnectionFlagValues, carriedFlags } from '../args/connection-flags.ts';
import { writeLine } from '../write-line.ts';
import type { EvidenceSource } from './evidence-source.ts';
import { endProgress, showProgress } from './progress.ts';
import { type FollowContext, podTarget, type WaitTarget, workloadTarget } from './wait-targets.ts';

/** What to wait for; `anyKind`: a name that no Pod has may be a workload's. */
interface WaitNames {
  readonly kind: KindCommand;
  readonly names: readonly string[];
  readonly anyKind?: boolean;
}

interface WaitRequest extends WaitNames {
  readonly milliseconds: number;
  /** For the commands that are printed. */
  readonly connection: ConnectionFlags;
}

type WaitFlags = ConnectionFlagValues & { readonly wait?: string | undefined };

/** Does what `--wait` asks for. It needs a cluster and names. */
export async function afterWait(
  source: EvidenceSource,
  flags: WaitFlags,
  names: WaitNames,
): Promise<EvidenceSource> {
  if (flags.wait === undefined) return source;
  if (source.connection === null) throw new UsageError('--wait needs a cluster, not --from');
  if (names.names.length === 0) throw new UsageError(`--wait takes a name, such as ${names.kind} web --wait`);
  const milliseconds = parseDuration(flags.wait);
  if (milliseconds === null)
    throw new UsageError(`--wait "${flags.wait}" is neither seconds nor a duration such as 5m`);
  if (milliseconds < 1000) throw new UsageError('--wait is a second at least');
  return waitForPulls(source, { ...names, milliseconds, connection: carriedFlags(flags) });
}

/** Milliseconds between looks where nothing wakes. */
const lookEvery = 1000;

/**
 * Waits until every image of the targets was pulled, or failed once more after now, and gives the
 * source with nothing kept of what it was before. What is not there at all is left to the report to
 * tell.
 */
async function waitForPulls(source: EvidenceSource, request: WaitRequest): Promise<EvidenceSource> {
  const { connection, namespace } = source;
  if (connection === null || namespace === null) return source;
  const stop = new AbortController();
  let wake = Promise.withResolvers<void>();
  const follows: Promise<void>[] = [];
  const context: FollowContext = {
    ...{ connection, namespace, signal: stop.signal },
    wake: () => wake.resolve(),
    follow: (following) => follows.push(following),
  };
  const targets = await targetsOf(source.reader, context, request);
  const giveUpAt = Date.now() + request.milliseconds;
  const hint = hintOnce(liveReader(connection), request.connection);
  let memory: WaitMemory = new Map();
  let first = true;
  try {
    while (targets.length > 0) {
      wake = Promise.withResolvers<void>();
      const seen = await Promise.all(targets.map((target) => target.look()));
      const snapshots = seen.flatMap((one) => (one.kind === 'pods' ? one.snapshots : []));
      const awaited = seen.flatMap((one) =>
        one.kind === 'pods' ? (one.awaited ?? []) : one.kind === 'unknown' ? 'the API server' : [],
      );
      // the failures that were there before are known only once every list has come
      const known = seen.every(({ kind }) => kind !== 'unknown');
      const state = known ? stepWait(memory, snapshots, first) : null;
      if (state !== null) {
        ({ memory } = state);
        first = false;
        await hint(state.open);
      }
      const open = state?.open ?? [];
      if (known && awaited.length === 0 && open.length === 0) {
        endProgress();
        for (const one of seen) if (one.kind === 'gone') writeLine(one.says);
        break;
      }
      if (Date.now() >= giveUpAt) {
        endProgress();
        writeLine(`waited ${Math.round(request.milliseconds / 1000)}s in vain for ${whatOf(open, awaited)}`);
        break;
      }
      showProgress(`waiting for ${whatOf(open, awaited)}${whenOf(open)}`);
      await Promise.race([wake.promise, pause(Math.min(lookEvery, giveUpAt - Date.now() + 1))]);
    }
  } finally {
    endProgress();
    stop.abort();
    await Promise.allSettled(follows);
  }
  return {
    ...source,
    reader: cachingReader({ ...source.reader, ...liveReader(connection) }),
    occasion: { source: 'cluster', observedAt: new Date().toISOString() },
  };
}

async function targetsOf(
  reader: ObjectReader,
  context: FollowContext,
  { kind, names, anyKind }: WaitRequest,
): Promise<readonly WaitTarget[]> {
  const kinds = kind !== 'pod' ? [kind] : anyKind ? (Object.keys(workloadKinds) as Workload[]) : [];
  const targets = [...new Set(names)].map(async (name) => {
    const pod = kind === 'pod' ? await reader.get('pods', context.namespace, name) : null;
    if (pod?.status === 'found') return podTarget(context, name);
    for (const workload of kinds) {
      const object = await reader.get(workloadKinds[workload].resource, context.namespace, name);
      if (object.status === 'found') return workloadTarget(context, workload, object.value);
    }
    return [];
  });
  return (await Promise.all(targets)).flat();
}

const whatOf = (open: readonly OpenPull[], awaited: readonly string[]): string => {
  const [first] = open;
  const named =
    first === undefined ? [] : [`${first.image.container} of Pod ${first.pod.namespace}/${first.pod.name}`];
  const more = open.length > 1 ? [`${open.length - 1} more`] : [];
  return [...named, ...more, ...new Set(awaited)].join(', ');
};

/** The next attempt, by this machine's clock. */
function whenOf(open: readonly OpenPull[]): string {
  const [first] = open;
  if (first?.state === 'pulling') return ': it is being pulled';
  const next = open.flatMap(({ nextAttempt }) => nextAttempt ?? []).sort((a, b) => a - b)[0];
  if (next === undefined) return '';
  const left = Math.ceil((next - Date.now()) / 1000);
  return left > 0
    ? `: the kubelet tries again at ${clock(next)}, in ${left}s`
    : ': the kubelet is about to try again';
}

const clock = (instant: number) => new Date(instant).toTimeString().slice(0, 8);

/**
 * Says once how to have the kubelet try at once, where it backs off: it prints the command, and
 * never runs it.
 */
function hintOnce(reader: ObjectReader, connection: ConnectionFlags) {
  let said = false;
  return async (open: readonly OpenPull[]): Promise<void> => {
    const waiting = open.find(({ state }) => state === 'backing-off');
    if (said || waiting === undefined) return;
    said = true;
    const command = await recreateCommand(reader, waiting.pod, connection);
    const { pod, image, nextAttempt } = waiting;
    const when =
      nextAttempt === null ? 'within 5 minutes' : `about ${clock(Math.max(nextAttempt, Date.now()))}`;
    const now = command === null ? '' : `; to have it try at once: ${command}`;
    endProgress();
    writeLine(
      `waiting for ${image.container} of Pod ${pod.namespace}/${pod.name}: the kubelet backs off and tries again ${when}${now}`,
    );
  };
}

async function recreateCommand(reader: ObjectReader, pod: PodObject, connection: ConnectionFlags) {
  const { owner } = await topOwner(reader, pod.controller);
  return fixCommand(recreatePod({ evidence: { owner, pod } }, ''), connection);
}
