import type { Sealed } from '../model/sealed.ts';
import type { Answer, NoAnswer, Send } from './exchange.ts';

/** Bytes of a manifest. */
export const longestManifest = 4 * 1024 ** 2;
const longestError = 64 * 1024;
const hops = 3;

/** The types that containerd accepts, in its order (core/remotes/docker/resolver.go). */
const accept = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  '*/*',
].join(', ');

/**
 * A question to the registry, whose redirects are followed by hand. `authorization` stays at the
 * registry's own origin.
 */
export interface ResourceQuestion {
  readonly method: 'GET' | 'HEAD';
  readonly registry: URL;
  readonly path: string;
  readonly authorization: Sealed<string> | null;
  readonly withLogin?: boolean;
  readonly longest?: number;
  readonly accept?: string;
}

/**
 * Asks for a resource of the registry: over https, three redirects at most, the login to the
 * registry's own origin alone.
 */
export async function askResource(question: ResourceQuestion, send: Send): Promise<Answer | NoAnswer> {
  const { registry, method } = question;
  let url = new URL(question.path, registry);
  let authorization = question.authorization;
  for (let hop = 0; ; hop++) {
    const reply = await send({
      method,
      url,
      registry,
      headers: { accept: question.accept ?? accept },
      authorization,
      withLogin: question.withLogin === true && authorization !== null,
      longest: question.longest ?? longestError,
    });
    if (reply.kind === 'none' || ![301, 302, 303, 307, 308].includes(reply.status)) return reply;
    const next = URL.parse(reply.header('location').trim(), url);
    const problem =
      hop >= hops
        ? `redirects more than ${hops} times`
        : next === null || reply.header('location').trim() === ''
          ? 'redirects to no URL'
          : next.username !== '' || next.password !== ''
            ? `redirects to ${next.host} with a login in the URL`
            : next.pathname.includes('/_catalog')
              ? 'redirects to the catalogue'
              : next.protocol !== 'https:' && next.origin !== registry.origin
                ? `redirects to ${next.host} over ${next.protocol.replace(/:$/, '')}`
                : null;
    if (problem !== null || next === null) return redirected(`${url.host} ${problem}: not followed`);
    next.hash = '';
    // once it has left the registry it stays away, also on the way back
    if (next.origin !== registry.origin) authorization = null;
    url = next;
  }
}

const redirected = (says: string): NoAnswer => ({
  kind: 'none',
  trouble: 'other',
  code: 'redirect',
  says,
  flag: null,
});

export const manifestPath = (repository: string, reference: string): string =>
  `/v2/${repository}/manifests/${reference}`;
