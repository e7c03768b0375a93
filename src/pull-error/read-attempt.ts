import type { Party, PullAttempt, PullErrorLabel } from '../model/pull-error.ts';
import { branches } from './branches.ts';
import { credentialSent } from './credential-sent.ts';
import { furthest } from './furthest.ts';
import { hide } from './hide.ts';
import { judge } from './judge.ts';
import { loginErrors } from './login-errors.ts';
import { credentialHelper } from './node-rows.ts';
import { isPolicy } from './registry-rows.ts';
import { anyOccurs } from './row.ts';
import { statusOf } from './status.ts';
import { type Where, whereOf } from './where.ts';
import { stripWrappers } from './wrappers.ts';

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
  step: null,
  policy: false,
  page: false,
};

const nodeLabels =
  /^(?:disk-full|layer-unpack|image-inspect|runtime-unavailable|image-gc|volume-image|short-name)/;

const isNode = (label: PullErrorLabel, text: string) =>
  nodeLabels.test(label) || (label === 'unknown' && anyOccurs(credentialHelper, text));

/** Harbor's proxy cache and the like put their upstream's status into an error of their own (goharbor, lib/errors). */
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
    step: where.step,
    policy: isPolicy(words),
    page,
  };
}

/**
 * Reads one attempt of a pull. When a primary registry and its mirrors failed differently, the mirror set-up is the fault:
 * the runtime asks the primary only because no mirror could serve the image.
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
    text,
    party: 'mirror',
  };
}
