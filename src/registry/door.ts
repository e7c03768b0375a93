import { askResource } from './ask-manifest.ts';
import { type Challenge, chooseChallenge, parseChallenges } from './challenge.ts';
import type { Answer, NoAnswer } from './exchange.ts';
import { judgeManifest } from './judge-manifest.ts';
import { askManifest, carryingNothing, type ManifestMethod } from './manifest-attempt.ts';
import { type Asking, anonymous, blank, ended, notAsked, type Tried, unanswered } from './question.ts';
import { judgeRealm, type RealmVerdict } from './realm-policy.ts';
import type { TokenServer } from './token-attempt.ts';

/**
 * How a registry asks for a login. `closed`: the runtime sends none, and `reason` says why; `first`
 * is what came of the request without one. `scheme` null: it asked for none.
 */
export type Door =
  | {
      readonly kind: 'closed';
      readonly scheme: 'bearer' | null;
      readonly first: Tried;
      readonly reason: string;
      /** Why the registry gave no answer at all. */
      readonly trouble: NoAnswer | null;
    }
  | { readonly kind: 'basic'; readonly first: Tried; readonly method: ManifestMethod }
  | {
      readonly kind: 'bearer';
      readonly server: TokenServer;
      /** Why no login goes to the token server; null where one may. */
      readonly withheld: string | null;
    };

/** Asks a registry without a login, as the runtime does first. */
export const openDoor = (asking: Asking): Promise<Door> =>
  asking.question.as === 'cri-o' ? pinged(asking) : byManifest(asking);

/**
 * containerd asks for the manifest at once, and takes its challenge
 * (core/remotes/docker/resolver.go: Resolve).
 */
async function byManifest(asking: Asking): Promise<Door> {
  const { registry } = asking;
  const { tried, reply, method } = await askManifest(asking, anonymous, carryingNothing);
  const { attempt } = tried;
  if (reply.kind === 'none') return closed(tried, attempt.says ?? '', reply);
  if (reply.status !== 401) return closed(tried, noLoginAfter(tried, registry));
  if (reply.url.origin !== registry.origin) {
    const says = `${registry.host} redirects to ${reply.url.host}, which wants a login of its own`;
    return closed(ended({ ...attempt, says }), says);
  }
  const challenge = challengeOf(reply, 'containerd');
  if (challenge === null)
    return closed(ended(attempt), 'the registry asks for no login that a runtime knows');
  return challenge.scheme === 'basic'
    ? { kind: 'basic', first: ended(attempt), method }
    : tokenDoor(asking, challenge, method);
}

/**
 * containers/image takes the challenge of `GET /v2/` alone (docker_client.go:
 * detectPropertiesHelper, setupRequestAuth).
 */
async function pinged(asking: Asking): Promise<Door> {
  const { registry, send } = asking;
  const question = { method: 'GET', registry, path: '/v2/', authorization: null } as const;
  const reply = await askResource(question, send);
  if (reply.kind === 'none') return closed(unanswered(anonymous, 'ping', reply), reply.says, reply);
  if (reply.status !== 200 && reply.status !== 401) {
    const judged = judgeManifest(reply, 'nothing', reply, registry);
    const says = judged.says ?? `${registry.host} answered ${reply.status} to GET /v2/`;
    const outcome = judged.outcome === 'not-found' ? 'failed' : judged.outcome;
    return closed(ended({ ...anonymous, ...blank, at: 'ping', ...judged, outcome, says }), says);
  }
  const challenge = reply.url.origin === registry.origin ? challengeOf(reply, 'cri-o') : null;
  if (challenge?.scheme === 'bearer') return tokenDoor(asking, challenge, 'HEAD');
  const { tried, method } = await askManifest(asking, anonymous, carryingNothing);
  if (challenge !== null) return { kind: 'basic', first: tried, method };
  return closed(tried, noLoginAfter(tried, registry));
}

async function tokenDoor(asking: Asking, challenge: Challenge, method: ManifestMethod): Promise<Door> {
  const { registry, tokenHosts } = asking;
  const verdict = await judgeRealm(challenge.params['realm'], registry, tokenHosts);
  if (verdict.refused !== null) {
    const first = ended(notAsked(anonymous, verdict.refused));
    return { kind: 'closed', scheme: 'bearer', first, reason: verdict.refused, trouble: null };
  }
  const server = { url: verdict.url, challenge, method };
  return { kind: 'bearer', server, withheld: withheldBy(verdict) };
}

const withheldBy = ({ login, says, flag }: Extract<RealmVerdict, { refused: null }>) =>
  login ? null : `${says}; ${flag} allows it`;

const challengeOf = (reply: Answer, runtime: 'containerd' | 'cri-o') =>
  chooseChallenge(parseChallenges(reply.headers('www-authenticate')), runtime);

const closed = (first: Tried, reason: string, trouble: NoAnswer | null = null): Door => ({
  kind: 'closed',
  scheme: null,
  first,
  reason,
  trouble,
});

/** Why the runtime sends no login where the registry asked for none. */
function noLoginAfter({ attempt }: Tried, { host }: URL): string {
  if (attempt.outcome === 'found' || attempt.outcome === 'not-found')
    return `${host} answers without a login, so the runtime sends none`;
  if (attempt.outcome === 'anonymous-refused')
    return `${host} asks for no login in its answer to GET /v2/, so the runtime sends none`;
  return attempt.says ?? 'the registry refuses before any login';
}
