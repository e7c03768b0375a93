import type { ProbeAttempt } from '../model/probe.ts';
import type { Sealed } from '../model/sealed.ts';
import { askResource, longestManifest, manifestPath } from './ask-manifest.ts';
import type { Answer, NoAnswer } from './exchange.ts';
import { type Carried, judgeManifest } from './judge-manifest.ts';
import type { Asking, Tried, Way } from './question.ts';
import type { Token } from './token.ts';

/** How the manifest is asked for: HEAD, or GET where a registry does not know that. */
export type ManifestMethod = 'HEAD' | 'GET';

/** What a request for the manifest carries. */
export interface Carrying {
  readonly carried: Carried;
  readonly authorization: Sealed<string> | null;
  readonly token: Token | null;
  readonly method: ManifestMethod;
}

/** `method`: the one that the registry answered to. */
export interface ManifestReply {
  readonly tried: Tried;
  readonly reply: Answer | NoAnswer;
  readonly method: ManifestMethod;
}

export const carryingNothing: Carrying = {
  carried: 'nothing',
  authorization: null,
  token: null,
  method: 'HEAD',
};

/**
 * Asks for the manifest, by GET where HEAD is not allowed (core/remotes/docker/resolver.go:
 * retryRequest); a refusal is asked for its words.
 */
export async function askManifest(asking: Asking, way: Way, carrying: Carrying): Promise<ManifestReply> {
  const { carried, authorization, token } = carrying;
  const { repository, tag, digest } = asking.question.reference;
  const ask = (by: ManifestMethod, longest?: number) =>
    askResource(
      {
        method: by,
        registry: asking.registry,
        path: manifestPath(repository, digest ?? tag ?? ''),
        authorization,
        withLogin: carried === 'basic' || carried === 'login-token',
        ...(longest === undefined ? {} : { longest }),
      },
      asking.send,
    );
  const byHead = carrying.method === 'HEAD' ? await ask('HEAD') : null;
  const noHead = byHead === null || (byHead.kind === 'answer' && byHead.status === 405);
  const method = noHead ? 'GET' : 'HEAD';
  const reply = noHead ? await ask('GET', longestManifest) : byHead;
  const details = method === 'HEAD' && wantsWords(reply, carried) ? await ask('GET') : null;
  const words = details?.kind === 'answer' && details.status >= 400 ? details : null;
  const attempt: ProbeAttempt = {
    ...way,
    ...judgeManifest(reply, carried, words, asking.registry),
    at: reply.kind === 'answer' ? 'manifest' : null,
    granted: token?.granted ?? null,
    tokenExpiresAt: token?.expiresAt ?? null,
  };
  return { tried: { attempt, answer: reply.kind === 'answer' ? reply : null, authorization }, reply, method };
}

/** HEAD has no words; those of a refusal that leads no further are worth one request. */
function wantsWords(reply: Answer | NoAnswer, carried: Carried): boolean {
  if (reply.kind === 'none') return false;
  const { status } = reply;
  if (status === 401) return carried === 'basic' || carried === 'login-token';
  return status >= 400 && status < 500 && ![404, 405, 408, 429].includes(status);
}
