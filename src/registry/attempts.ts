import { type Door, openDoor } from './door.ts';
import type { NoAnswer } from './exchange.ts';
import { askManifest } from './manifest-attempt.ts';
import { basicLogin, sameLogin } from './open-login.ts';
import {
  type Asking,
  anonymous,
  blank,
  ended,
  type Logins,
  notAsked,
  type ProbeLogin,
  type Tried,
  wayOf,
} from './question.ts';
import { askWithToken } from './token-attempt.ts';

const mostLogins = 6;

/** What came of every way of asking, in their order. */
export interface Attempts {
  readonly tried: readonly Tried[];
  /** How the registry asks for a login; null where it does not. */
  readonly scheme: 'bearer' | 'basic' | null;
  /** Why the registry gave no answer at all. */
  readonly trouble: NoAnswer | null;
}

/**
 * Asks without a login, then with each offer until one finds the image, as the kubelet does, then
 * with the candidates where nothing was found. For an image that does not fail, an anonymous token
 * is asked for only where no login works.
 */
export async function askEveryWay(asking: Asking, logins: Logins): Promise<Attempts> {
  const door = await openDoor(asking);
  if (door.kind === 'closed') {
    const unsent = logins.offers.map((login) => ended(notAsked(wayOf(login), door.reason)));
    return { tried: [door.first, ...unsent], scheme: door.scheme, trouble: door.trouble };
  }
  const anonymously = once(async () =>
    door.kind === 'basic' ? door.first : askWithToken(asking, door.server, anonymous, null),
  );
  const inside = { asking, door, anonymously };
  const isPatient = door.kind === 'bearer' && !asking.question.failing && logins.offers.length > 0;
  const early = isPatient ? [] : [await anonymously()];
  const offered = await inOrder(inside, logins.offers, early, isFound);
  const first =
    isPatient && offered.some(isFound) ? ended(notAsked(anonymous, unneeded)) : await anonymously();
  const tried = [first, ...offered];
  const candidates = tried.some(isSettled)
    ? []
    : await inOrder(inside, logins.candidates.slice(0, mostLogins), tried, isSettled);
  return { tried: [...tried, ...candidates], scheme: door.kind, trouble: null };
}

/** A registry that wants a login, and what it answers without one, asked once. */
interface Inside {
  readonly asking: Asking;
  readonly door: Exclude<Door, { readonly kind: 'closed' }>;
  readonly anonymously: () => Promise<Tried>;
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => (done ??= work());
}

const isFound = ({ attempt }: Tried) => attempt.outcome === 'found';
const isSettled = ({ attempt }: Tried) => attempt.outcome === 'found' || attempt.outcome === 'not-found';

const unneeded = 'a login works, so that no anonymous token was asked for';

/** Tries logins one after another until `isEnd`; `before` is what was tried before them. */
async function inOrder(
  inside: Inside,
  logins: readonly ProbeLogin[],
  before: readonly Tried[],
  isEnd: (tried: Tried) => boolean,
): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  for (const [index, login] of logins.entries()) {
    const stop =
      index < mostLogins
        ? stopped([...before, ...tried], inside.asking)
        : `no more than ${mostLogins} logins are tried`;
    // what nobody sends today is not worth a line
    if (stop !== null && login.candidate !== null) break;
    const one = stop === null ? await withLogin(inside, login) : ended(notAsked(wayOf(login), stop));
    tried.push(one);
    if (isEnd(one)) break;
  }
  return tried;
}

/** Why no further login is tried; null where one is. */
function stopped(tried: readonly Tried[], { signal }: Asking): string | null {
  if (tried.some(({ attempt }) => attempt.outcome === 'rate-limited'))
    return 'the limit of requests is reached';
  return signal.aborted ? 'the time for all requests was over' : null;
}

/**
 * A login that the registry has refused is not sent again for another image: each time counts as a
 * failed login there.
 */
async function withLogin(inside: Inside, login: ProbeLogin): Promise<Tried> {
  const { registry, refused } = inside.asking;
  const before = refused.find(
    (one) => one.host === registry.host && sameLogin(one.login.entry.credential, login.entry.credential),
  );
  if (before !== undefined) {
    const says = 'the login was refused for another image: it is not sent again';
    return ended({ ...before.attempt, ...wayOf(login), says });
  }
  const tried = await sendLogin(inside, login);
  const { outcome, says } = tried.attempt;
  // a remark tells that the refusal is not settled, or that nothing was sent
  if (outcome === 'login-refused' && says === null)
    refused.push({ host: registry.host, login, attempt: tried.attempt });
  return tried;
}

/**
 * What the runtime sends for an entry; ParseAuth (internal/cri/server/images/image_pull.go) refuses
 * one without a user.
 */
async function sendLogin({ asking, door, anonymously }: Inside, login: ProbeLogin): Promise<Tried> {
  const way = wayOf(login);
  const { facts, credential } = login.entry;
  const refused = (says: string) => ended({ ...way, ...blank, outcome: 'login-refused', says });
  if (facts.usernameLength === 0 && asking.question.as === 'containerd')
    return refused('the entry has no user: the runtime sends nothing (invalid auth config)');
  if (facts.usernameLength === 0 || facts.passwordLength === 0) {
    if (door.kind === 'basic')
      return refused('the entry has no password: the runtime sends nothing (no basic auth credentials)');
    const bare = await anonymously();
    const outcome = bare.attempt.outcome === 'anonymous-refused' ? 'login-refused' : bare.attempt.outcome;
    const says = 'the entry has no password: the runtime asks for an anonymous token';
    return { ...bare, attempt: { ...bare.attempt, ...way, outcome, says } };
  }
  if (door.kind === 'basic') {
    const authorization = basicLogin(credential);
    const { method } = door;
    return (await askManifest(asking, way, { carried: 'basic', authorization, token: null, method })).tried;
  }
  return door.withheld === null
    ? askWithToken(asking, door.server, way, login)
    : ended(notAsked(way, door.withheld));
}
