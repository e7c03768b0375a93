import { randomBytes } from 'node:crypto';
import type { Connection } from '../../api-client/connect.ts';
import { planVerify, type VerifyWishes } from '../../evidence/verify/plan-verify.ts';
import { namePrefix, type VerifyPlan, verifyPod } from '../../evidence/verify/verify-pod.ts';
import type { VerifyProgress } from '../../evidence/verify/verify-progress.ts';
import { fields, list, text } from '../../objects/fields.ts';
import type { KubeObject, ObjectReader } from '../../objects/object-reader.ts';
import type { ConnectionFlags } from '../../report/shell.ts';
import { toJson } from '../../text/to-json.ts';
import { toYaml } from '../../text/to-yaml.ts';
import type { KindCommand } from '../args/command-names.ts';
import { exitAtOnce } from '../exit-now.ts';
import { takeSignals } from '../signals.ts';
import { writeLine } from '../write-line.ts';
import type { EvidenceSource } from './evidence-source.ts';
import { findObject } from './find-object.ts';
import { endProgress, showProgress } from './progress.ts';
import { type FoundSubject, verifySubject } from './verify-subject.ts';
import { create, deleteCommand, remove, removeLeftovers, whyNot } from './verify-writes.ts';
import { type VerifyEnd, watchVerify } from './watch-verify.ts';

export interface VerifyRequest {
  readonly kind: KindCommand;
  readonly name: string;
  readonly wishes: VerifyWishes;
  readonly dryRun: 'none' | 'client' | 'server';
  readonly keep: boolean;
  /** For the commands that are printed. */
  readonly connection: ConnectionFlags;
}

/** What was pulled and how it ended. `interrupted` is the exit code of the signal. */
export type VerifyOutcome =
  | { readonly kind: 'refused'; readonly says: string }
  | { readonly kind: 'dry-run'; readonly pod: KubeObject }
  | { readonly kind: 'interrupted'; readonly exitCode: number }
  | VerifyPull;

export interface VerifyPull {
  readonly kind: 'pull';
  readonly subject: FoundSubject;
  readonly plan: VerifyPlan;
  readonly end: VerifyEnd;
  readonly seconds: number;
  readonly cleanup: 'deleted' | 'kept' | 'left';
  readonly notes: readonly string[];
}

const refused = (says: string): VerifyOutcome => ({ kind: 'refused', says });

/** Verifies one target: plans the Pod, creates it, watches it, and deletes it whatever happens. */
export async function verify(source: EvidenceSource, request: VerifyRequest): Promise<VerifyOutcome> {
  const { connection, reader } = source;
  if (connection === null) return refused('verify needs a cluster');
  const found = await verifySubject(source, request.kind, request.name);
  if ('unread' in found) return refused(found.unread.says);
  const planned = await plan(reader, found, request);
  if ('refused' in planned) return refused(planned.refused);
  if (request.dryRun === 'client') return { kind: 'dry-run', pod: verifyPod(planned.plan) };
  if (request.dryRun === 'server') {
    const { created } = await create(connection, planned.plan, true);
    return created.kind === 'created'
      ? { kind: 'dry-run', pod: created.pod }
      : refused(whyNot(created, planned.plan, request.connection));
  }
  await removeLeftovers(connection, planned.plan.namespace);
  writeLine(announcement(planned.plan, found.others));
  return pull(connection, found, planned, request);
}

async function plan(
  reader: ObjectReader,
  { subject, pod }: FoundSubject,
  { wishes }: VerifyRequest,
): Promise<{ readonly plan: VerifyPlan; readonly virtual: boolean } | { readonly refused: string }> {
  const { namespace } = subject;
  const nodeName = wishes.node ?? text(fields(pod?.['spec'])['nodeName']);
  const [node, ...secrets] = await Promise.all([
    nodeName === '' ? null : reader.get('nodes', null, nodeName),
    ...wishes.secrets.map((name) =>
      findObject(reader, { resource: 'secrets', kind: 'Secret', namespace, name }),
    ),
  ]);
  // one that may not be read may be there nevertheless
  const missing = secrets.find((one) => 'unread' in one && one.unread.problem === null);
  if (missing !== undefined && 'unread' in missing) return { refused: missing.unread.says };
  if (wishes.node !== null && node?.status === 'absent')
    return { refused: `Node ${wishes.node} does not exist` };
  const name = `${namePrefix}${randomBytes(5).toString('hex')}`;
  return planVerify(subject, wishes, node?.status === 'found' ? node.value : null, name);
}

/** What is created where and what that costs, before it is done. */
function announcement({ namespace, name, node, images }: VerifyPlan, others: number): string {
  const place = node === null ? 'a node that the scheduler chooses' : `node ${node}`;
  const what = images.map(({ image }) => image).join(', ');
  const one = others === 0 ? '' : ` (one of ${others + 1} Pods)`;
  return `creating Pod ${namespace}/${name} on ${place}${one}: it downloads ${what} as any pull does, runs nothing of it, and is deleted afterwards`;
}

async function pull(
  connection: Connection,
  subject: FoundSubject,
  { plan: first, virtual }: { readonly plan: VerifyPlan; readonly virtual: boolean },
  request: VerifyRequest,
): Promise<VerifyOutcome> {
  const { namespace, name } = first;
  const stop = new AbortController();
  let signalled: number | null = null;
  const release = takeSignals((exitCode) => {
    if (signalled !== null) {
      endProgress();
      writeLine(
        `Pod ${namespace}/${name} may be left: ${deleteCommand(namespace, name, request.connection)}`,
      );
      exitAtOnce(exitCode);
    }
    signalled = exitCode;
    stop.abort();
  });
  const began = Date.now();
  let made: KubeObject | null = null;
  let cleanup: VerifyPull['cleanup'] = 'left';
  try {
    const { created, plan } = await create(connection, first, false);
    if (created.kind !== 'created') return refused(whyNot(created, plan, request.connection));
    made = created.pod;
    const changed = changedByAdmission(created.pod, plan);
    if (changed.refused !== null) return refused(changed.refused);
    const end = await watchVerify(
      connection,
      made,
      plan.images.map(({ container }) => container),
      {
        timeoutMs: plan.timeoutSeconds * 1000,
        signal: stop.signal,
        onProgress: (progress) => showProgress(progressLine(progress, began)),
      },
    );
    endProgress();
    const over = notTried(end, plan);
    if (signalled === null && over !== null) return refused(over);
    cleanup =
      request.keep && signalled === null ? 'kept' : await remove(connection, made, request.connection);
    made = null;
    if (signalled !== null) return { kind: 'interrupted', exitCode: signalled };
    const notes = [
      ...changed.notes,
      ...(virtual ? ['the Pod is on a virtual node: pulled on a new node of the same kind'] : []),
      ...(plan.originalResources ? ["with the container's own resources, which the namespace asks for"] : []),
    ];
    return {
      ...{ kind: 'pull', subject, plan, end, cleanup, notes },
      seconds: Math.round(end.at - began) / 1000,
    };
  } finally {
    endProgress();
    if (made !== null) await remove(connection, made, request.connection);
    release();
  }
}

/**
 * An admission may rewrite the image (to a mirror) or the policy, without which nothing is proven.
 */
function changedByAdmission(pod: KubeObject, { images }: VerifyPlan) {
  const made = list(fields(pod['spec'])['containers']).map(fields);
  const changes = images.flatMap(({ container, image }) => {
    const one = made.find(({ name }) => name === container);
    return one === undefined
      ? []
      : [{ container, image, now: text(one['image']), policy: one['imagePullPolicy'] }];
  });
  const unproven = changes.find(({ policy }) => policy !== 'Always');
  return {
    refused:
      unproven === undefined
        ? null
        : `could not try the pull: an admission webhook changed imagePullPolicy of the verify Pod to ${String(unproven.policy)}, and an image that is on the node would prove nothing`,
    notes: [
      ...changes
        .filter(({ image, now }) => now !== image)
        .map(({ image, now }) => `an admission webhook changed ${image} to ${now}`),
      ...(made.length > images.length ? ['an admission webhook added containers to the verify Pod'] : []),
    ],
  };
}

/** Why the pull was not even tried; null where it was. */
function notTried({ kind, progress }: VerifyEnd, { node, timeoutSeconds }: VerifyPlan): string | null {
  const { says, images } = progress;
  if (kind === 'gone')
    return `could not try the pull: ${says || 'the verify Pod was deleted'} by something else, as when the Pod that owns it goes`;
  if (kind === 'over') return `could not try the pull: ${says}`;
  const untouched = images.every(({ result }) => result === 'waiting');
  if (kind !== 'timed-out' || !untouched) return null;
  const who = node === null ? 'no kubelet' : `the kubelet of ${node}`;
  return `could not try the pull: ${who} did not begin within ${timeoutSeconds}s${says === '' ? '' : `: ${says}`}`;
}

function progressLine({ images }: VerifyProgress, began: number): string {
  const open = images.filter(({ result }) => result === 'pulling' || result === 'waiting');
  const [first] = open;
  const what =
    first === undefined
      ? 'finishing'
      : `${first.result === 'pulling' ? 'pulling' : 'waiting for'} ${first.image}`;
  const more = open.length > 1 ? ` and ${open.length - 1} more` : '';
  return `${what}${more}, ${Math.round((Date.now() - began) / 1000)}s`;
}

/** The Pod of a dry run, as kubectl would print it. */
export const dryRunText = (pod: KubeObject, form: 'yaml' | 'json'): string =>
  form === 'json' ? toJson(pod) : toYaml(pod);
