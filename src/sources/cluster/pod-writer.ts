import { setTimeout as pause } from 'node:timers/promises';
import { collectionUrl, objectUrl } from '../../api-client/api-paths.ts';
import type { Connection } from '../../api-client/connect.ts';
import type { Answer } from '../../api-client/http/answer.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { observeObject } from './observe-reply.ts';
import { refusalReason, statusMessage } from './status-words.ts';

/**
 * What came of creating a Pod. `forbidden`: the user may not. `refused`: an admission plugin, a
 * webhook or the validation says no, in its own words. `unknown`: no answer came, and the Pod may
 * be there nevertheless.
 */
export type Created =
  | { readonly kind: 'created'; readonly pod: KubeObject }
  | { readonly kind: 'forbidden' | 'refused' | 'failed' | 'unknown'; readonly says: string };

/** A Pod by its name and the uid without which nothing is deleted. */
export interface PodRef {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

const headers = { 'content-type': 'application/json' };

/** Creates a Pod; with `dryRun` the server only says what it would make of it. Never sent twice. */
export async function createPod(connection: Connection, pod: KubeObject, dryRun: boolean): Promise<Created> {
  const { namespace = 'default', name } = pod.metadata;
  const path = new URL(collectionUrl(connection.server, 'pods', namespace));
  path.searchParams.set('fieldManager', 'kubectl-pullcheck');
  if (dryRun) path.searchParams.set('dryRun', 'All');
  const answer = await connection.request({
    method: 'POST',
    url: path.href,
    headers,
    body: JSON.stringify(pod),
    signal: AbortSignal.timeout(createPatience),
  });
  if (answer.kind === 'failure') return { kind: 'unknown', says: answer.problem };
  const { server, findCredentials } = connection;
  const asked = { server, findCredentials, resource: 'pods', namespace, name } as const;
  const read = observeObject(answer, asked);
  if (read.status === 'found') return { kind: 'created', pod: read.value };
  const message = messageOf(answer, connection);
  if (answer.code === 403) {
    const reason = refusalReason(statusOf(answer), findCredentials);
    // the authorizer's usual sentence has no reason; an admission plugin's refusal is all reason
    return /cannot create resource "pods"/.test(message)
      ? { kind: 'forbidden', says: reason }
      : { kind: 'refused', says: message || 'the API server refuses it (403)' };
  }
  if ([400, 404, 409, 413, 422].includes(answer.code) && message !== '')
    return { kind: 'refused', says: message };
  if (answer.code >= 500) return { kind: 'unknown', says: sayOf(answer, connection) };
  return { kind: 'failed', says: read.status === 'failed' ? read.problem : sayOf(answer, connection) };
}

/** Milliseconds; webhooks have 30 s at most. */
const createPatience = 45_000;

/**
 * `deleted`: by us. `gone`: it was not there any more, or another Pod has its name. Else why it is
 * still there.
 */
export type Deleted = 'deleted' | 'gone' | { readonly problem: string };

/**
 * Deletes a Pod at once where it still is the one of this uid. Tried again for some time: a Pod
 * must not stay because the API server restarts.
 */
export async function deletePod(connection: Connection, { namespace, name, uid }: PodRef): Promise<Deleted> {
  const url = objectUrl(connection.server, 'pods', namespace, name);
  const body = JSON.stringify({
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    gracePeriodSeconds: 0,
    preconditions: { uid },
  });
  const giveUpAt = Date.now() + deletePatience;
  for (let wait = 200; ; wait = Math.min(wait * 2, 2000)) {
    const answer = await connection.request({
      method: 'DELETE',
      url,
      headers,
      body,
      signal: AbortSignal.timeout(5000),
    });
    if (answer.kind === 'reply' && answer.code >= 200 && answer.code < 300) return 'deleted';
    // 409: the precondition, so another Pod has the name
    if (answer.kind === 'reply' && [404, 409].includes(answer.code)) return 'gone';
    const again = answer.kind === 'failure' || answer.code === 429 || answer.code >= 500;
    if (!again || Date.now() + wait >= giveUpAt) return { problem: sayOf(answer, connection) };
    await pause(wait);
  }
}

const deletePatience = 20_000;

function sayOf(answer: Answer, connection: Connection): string {
  if (answer.kind === 'failure') return answer.problem;
  return messageOf(answer, connection) || `the API server answers ${answer.code}`;
}

const messageOf = (answer: Answer & { readonly kind: 'reply' }, { findCredentials }: Connection) =>
  statusMessage(statusOf(answer), findCredentials);

function statusOf({ text }: Answer & { readonly kind: 'reply' }): Readonly<Record<string, unknown>> | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
