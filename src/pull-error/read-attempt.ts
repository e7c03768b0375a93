import type { CredentialSent, Party, PullAttempt, PullErrorLabel } from '../model/pull-error.ts';
import { furthest } from './furthest.ts';
import { hide } from './hide.ts';
import { judge } from './judge.ts';
import { loginErrors } from './login-errors.ts';
import { credentialHelper } from './node-rows.ts';
import { statusOf } from './reason.ts';
import { isPolicy } from './registry-rows.ts';
import { anyOccurs } from './row.ts';
import { type Where, whereOf } from './where.ts';
import { stripWrappers } from './wrappers.ts';

/**
 * What one attempt reports: the registry's own words, and those of mirrors that were asked before
 * it.
 */
interface Branches {
  readonly primary: string;
  readonly mirrors: readonly string[];
}

const mirrorsOpen = '(Mirrors also failed: ';

/**
 * Takes an attempt apart where a runtime reports several tries at once. containers/image
 * (docker_image_src.go) lists mirrors before the primary; CRI-O repeats a failed image pull as an
 * artifact pull.
 */
function branches(attempt: string): Branches {
  const artifact = attempt.indexOf('; artifact err: ');
  const image = artifact < 0 ? attempt : attempt.slice(0, artifact);
  const open = image.indexOf(mirrorsOpen);
  if (open < 0) return { primary: image, mirrors: [] };
  const listed = image.slice(open + mirrorsOpen.length);
  const close = listed.indexOf(']):');
  const mirrors = (close < 0 ? listed : listed.slice(0, close))
    .split(/\]\s*(?:\\n\s*)?\[/)
    .map((mirror) => mirror.replace(/^\[/, ''));
  const primary = close < 0 ? '' : image.slice(0, open) + listed.slice(close + 3).trimStart();
  return { primary, mirrors };
}

// containerd's docker authorizer asks anonymously only without a secret; containers/image says
// `invalid username/password` of any refused token request, so that phrase proves nothing.
const none =
  /fetch anonymous tok|no basic auth credentials|missing username or secret|unauthenticated (?:pull rate limit|request)|anonymous (?:users?|access|pull|caller|request)|no credentials (?:were |was )?(?:provided|supplied)/i;
const some =
  /fetch oauth tok|(?:incorrect|(?<!may have )invalid|wrong|bad)[ _](?:user ?name or password|login|password|credentials?|personal access token|access token)\b|incorrect username|HTTP Basic: Access denied|robot (?:account|credentials?)|authorization token (?:has|is) expired|ExpiredToken|security token included|permission_denied|token provided does not match|\buser: arn:|pull rate limit as |failed authentication|authGroup|with (?:a|your) (?:personal access|application) token/i;

/** Whether hidden words prove that the request carried a credential, or that it carried none. */
function credentialSent(words: string): CredentialSent {
  if (none.test(words)) return 'no';
  return some.test(words) ? 'yes' : 'unknown';
}

const registryLabels =
  /^(?:unauthorized|forbidden|ecr-token|repository|tag|digest|rate-limited|dns|conn|no-route|pull-interrupted|proxy|registry|tls|http|mirror|blob)/;

/** Wrappers and nothing inside, as the status of every Pod in back-off has it. */
const unsaid: PullAttempt = {
  label: 'unknown',
  text: '',
  credentialSent: 'unknown',
  host: null,
  address: null,
  status: null,
  party: null,
  mirrorLabel: null,
  registryLabel: null,
  step: null,
  policy: false,
  page: false,
};

const nodeLabels =
  /^(?:disk-full|layer-unpack|image-inspect|runtime-unavailable|image-gc|volume-image|short-name)/;

const isNode = (label: PullErrorLabel, text: string) =>
  nodeLabels.test(label) || (label === 'unknown' && anyOccurs(credentialHelper, text));

/**
 * Harbor's proxy cache and the like put their upstream's status into an error of their own
 * (goharbor, lib/errors).
 */
const relayed =
  /\bhttp status code: ?\d{3},? ?body:?|upstream (?:registry|error|returned)|proxy cache .{0,80}(?:fail|denied|unauthorized)/i;

function partyOf(label: PullErrorLabel, where: Where, text: string): Party {
  if (label === 'proxy-failure') return 'proxy';
  if (where.mirror) return 'mirror';
  if (relayed.test(text)) return 'upstream';
  if (where.step === 'token') return 'token-service';
  return where.store ? 'blob-store' : 'registry';
}

/** Go's JSON decoder names the `<` that a page begins with; `text/html` is its media type. */
const isPage = (text: string) =>
  /<(?:!doctype html|html|head|body)\b|invalid character ['‘‹<"]{1,2}[<‹]?['’›>"]{1,2} looking for|text\/html/i.test(
    text,
  );

function readBranch(text: string): PullAttempt {
  if (text === '') return unsaid;
  const words = hide(stripWrappers(text));
  const where = whereOf(text);
  const status = statusOf(words);
  const page = isPage(text);
  const read = judge(words, text, status, where);
  // whatever was asked for, a web page is no answer of the API
  const label = page && read === 'unknown' ? 'registry-4xx-other' : read;
  const asked = registryLabels.test(label);
  return {
    label,
    text,
    credentialSent: credentialSent(words),
    host:
      label === 'proxy-failure' && where.address === null && !/lookup/.test(words)
        ? null
        : asked
          ? where.host
          : null,
    address: asked ? where.address : null,
    status,
    party: asked ? partyOf(label, where, text) : isNode(label, text) ? 'node' : null,
    mirrorLabel: null,
    registryLabel: null,
    step: where.step,
    policy: isPolicy(words),
    page,
  };
}

/**
 * Reads one attempt of a pull. When a primary registry and its mirrors failed differently, the
 * mirror set-up is the fault: the runtime asks the primary only because no mirror could serve the
 * image.
 */
export function readAttempt(text: string): PullAttempt {
  const { primary, mirrors } = branches(text);
  const first = readBranch(primary);
  const [one, ...others] = mirrors.map(readBranch);
  if (one === undefined) return { ...first, text };
  const mirror = furthest([one, ...others]);
  const same = mirror.label === first.label;
  // both want a login, and the one for the image's own registry is the Pod's matter
  if (same && loginErrors.includes(first.label)) return { ...first, text };
  return {
    ...mirror,
    label: same ? first.label : 'mirror-misconfigured',
    mirrorLabel: same ? null : mirror.label,
    registryLabel: same ? null : first.label,
    text,
    party: 'mirror',
  };
}
