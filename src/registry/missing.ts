import type { ProbeResult } from '../model/probe.ts';
import { askResource, manifestPath } from './ask-manifest.ts';
import type { Send } from './exchange.ts';
import type { ProbeQuestion, Tried } from './question.ts';
import { errorOf } from './read-answer.ts';
import { listTags } from './tags.ts';

/** What of the image is not there: the list of tags tells it, else the registry's own words. */
export async function whatIsMissing(
  { reference }: ProbeQuestion,
  registry: URL,
  { authorization }: Tried,
  send: Send,
): Promise<Pick<ProbeResult, 'missing' | 'tags'>> {
  const { repository, tag, digest } = reference;
  if (digest === null && tag !== null) {
    const { tags, missing } = await listTags({ registry, repository, authorization, tag }, send);
    if (missing !== 'unknown') return { tags, missing };
    return { tags, missing: (await missingByWords('tag')) ?? 'unknown' };
  }
  return { tags: null, missing: (await missingByWords('digest')) ?? 'unknown' };

  async function missingByWords(part: 'tag' | 'digest') {
    const path = manifestPath(repository, digest ?? tag ?? '');
    const reply = await askResource({ method: 'GET', registry, path, authorization }, send);
    const code = reply.kind === 'answer' && reply.status === 404 ? errorOf(reply)?.code : undefined;
    return code === 'NAME_UNKNOWN' ? 'repository' : code === 'MANIFEST_UNKNOWN' ? part : null;
  }
}
