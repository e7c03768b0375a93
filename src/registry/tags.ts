import type { ProbeTags } from '../model/probe.ts';
import type { Sealed } from '../model/sealed.ts';
import { editDistance } from '../text/edit-distance.ts';
import { askResource, longestManifest } from './ask-manifest.ts';
import type { Answer, NoAnswer, Send } from './exchange.ts';
import { errorOf, isWebPage, jsonBody } from './read-answer.ts';

export interface TagsQuestion {
  readonly registry: URL;
  readonly repository: string;
  readonly authorization: Sealed<string> | null;
  /** The tag that is not there. */
  readonly tag: string;
}

/** `missing`: what the list, or the refusal of one, tells of the repository. */
export interface TagsReply {
  readonly tags: ProbeTags;
  readonly missing: 'tag' | 'repository' | 'unknown';
}

const mostPages = 10;
const mostTags = 10_000;
const patience = 5000;
const tagForm = /^\w[\w.-]{0,127}$/;

/**
 * Lists the tags of a repository, page by page on the registry's own origin, and finds those near
 * to one that is not there.
 */
export async function listTags(question: TagsQuestion, send: Send): Promise<TagsReply> {
  const { registry, repository, authorization, tag } = question;
  const tags = new Set<string>();
  const seen = new Set<string>();
  const giveUpAt = Date.now() + patience;
  // ECR refuses more than 1000
  let path: string | null = `/v2/${repository}/tags/list?n=1000`;
  let says: string | null = null;
  let listed = false;
  while (path !== null) {
    seen.add(path);
    const reply: Answer | NoAnswer = await askResource(
      { method: 'GET', registry, path, authorization, accept: 'application/json', longest: longestManifest },
      send,
    );
    if (reply.kind === 'none') {
      says = reply.says;
      break;
    }
    if (reply.status !== 200) {
      const unsupported = /UNSUPPORTED/.test(errorOf(reply)?.code ?? '') || isWebPage(reply);
      const gone = reply.status === 404 && !listed && !unsupported;
      if (gone)
        return {
          tags: summary(tags, tag, `the registry has no repository ${repository}`),
          missing: 'repository',
        };
      says = [401, 403].includes(reply.status)
        ? `listing the tags is not allowed ${authorization === null ? 'without a login' : 'with this login'}`
        : `the list of tags was answered with ${reply.status}`;
      break;
    }
    const names = jsonBody(reply)?.['tags'];
    if (!Array.isArray(names) && names !== null) {
      says = 'the list of tags could not be read';
      break;
    }
    listed = true;
    for (const name of names ?? []) if (typeof name === 'string' && tagForm.test(name)) tags.add(name);
    const next: URL | 'foreign' | null = nextPage(reply, registry);
    if (next === null) break;
    path = next === 'foreign' ? null : `${next.pathname}${next.search}`;
    says =
      path === null
        ? 'the next page of tags is elsewhere, at another host or path, which is not asked'
        : seen.has(path)
          ? 'the pages of tags go round in a circle'
          : seen.size >= mostPages || tags.size >= mostTags
            ? `only the first ${tags.size} tags were read`
            : Date.now() > giveUpAt
              ? `only the ${tags.size} tags of the first ${patience / 1000} s were read`
              : null;
    if (says !== null) break;
  }
  return { tags: summary(tags, tag, says), missing: listed ? 'tag' : 'unknown' };
}

const summary = (tags: ReadonlySet<string>, tag: string, says: string | null): ProbeTags => ({
  listed: tags.size,
  complete: says === null,
  nearest: nearestTags(tag, [...tags]),
  says: says ?? (tags.has(tag) ? `the tag ${tag} is listed, though its manifest is not there` : null),
});

/**
 * The `next` of a Link header (RFC 8288): `foreign` where it leaves the registry; null where there
 * is none.
 */
function nextPage(reply: Answer, registry: URL): URL | 'foreign' | null {
  const link = reply
    .headers('link')
    .flatMap((header) => header.slice(0, 8000).split(/,(?=\s*<)/))
    .find((one) => /;\s*rel\s*=\s*(?:"(?:[^"]*\s)?)?next\b/i.test(one));
  const target = /^\s*<([^>]*)>/.exec(link ?? '')?.[1];
  if (target === undefined) return null;
  const url = URL.parse(target, reply.url);
  return url === null ||
    url.origin !== registry.origin ||
    url.username !== '' ||
    !url.pathname.endsWith('/tags/list')
    ? 'foreign'
    : url;
}

const mostNearest = 3;

/**
 * The tags likeliest to be meant: the same with or without `v`, or in other case; then those of the
 * same version numbers; then those that differ in few letters; then the newest by their version.
 */
export function nearestTags(wanted: string, tags: readonly string[]): readonly string[] {
  const bare = (tag: string) => tag.toLowerCase().replace(/^v(?=\d)/, '');
  const numbers = (tag: string) => (tag.match(/\d+/g) ?? []).map(Number).join('.');
  const limit = Math.max(2, Math.floor(wanted.length / 3));
  const ranked = tags
    .filter((tag) => tag !== wanted)
    .map((tag) => {
      const distance = Math.abs(tag.length - wanted.length) > wanted.length ? 999 : editDistance(wanted, tag);
      const same = numbers(wanted) !== '' && numbers(tag) === numbers(wanted);
      const rank = bare(tag) === bare(wanted) ? 0 : same ? 1 : distance <= limit ? 2 : 3;
      return { tag, rank, distance: rank === 3 ? 0 : distance };
    });
  return ranked
    .sort((a, b) => a.rank - b.rank || a.distance - b.distance || newerFirst(a.tag, b.tag))
    .slice(0, mostNearest)
    .map(({ tag }) => tag);
}

/**
 * Orders tags by the numbers in them, the newest first; versions before names, releases before what
 * follows a `-`.
 */
function newerFirst(a: string, b: string): number {
  const [left, right] = [a, b].map((tag) => ({
    version: /^v?\d+(?:\.\d+)*/.exec(tag)?.[0] ?? '',
    numbers: (tag.match(/\d+/g) ?? []).map(Number),
  }));
  if (left === undefined || right === undefined) return 0;
  const named = Number(left.version === '') - Number(right.version === '');
  if (named !== 0) return named;
  for (let index = 0; index < Math.max(left.numbers.length, right.numbers.length); index++) {
    const difference = (right.numbers[index] ?? -1) - (left.numbers[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return a.length - b.length || (a < b ? -1 : 1);
}
