import { matches, mayMatch } from '../text/anchors.ts';
import type { FindSpans, Span } from '../text/redact/spans.ts';
import { redactSpans } from '../text/redact/spans.ts';
import { isEncodedLogin } from './credentials/credential-facts.ts';
import { tokenShapes } from './credentials/token-shapes.ts';

/** What names a credential in a query, a header or JSON. */
const naming =
  'sig|signature|token|password|passwd|pwd|secret|credentials?|apikey|api[_-]key|access[_-]?key|private[_-]?key|policy|session|cookie|hmac|assertion';
const equals = '(?:=|%3D|\\\\{1,4}u003d|&#61;|&#x3d;)';
/** `name=value, name="value"`, as in AWS4-HMAC-SHA256 and Digest. */
const parameters =
  '(?:[\\w-]{1,40}=(?:\\\\{0,3}"[^"\\\\]{0,2000}\\\\{0,3}"|[^\\s,"\'\\\\]{1,2000}),?\\s{0,3}){1,30}';

const headerEnd = '(?:auth|token|key|password|session|sessionid|pat)';
const headerByte = '[^\\s"\'\\\\,;\\]]';

/**
 * What registries, clouds and proxies put into URLs and error texts that lets the bearer in: the
 * group `secret` of each. Runs are bounded and no part can be parted in two ways, so that no text
 * takes long.
 */
const shapes: readonly RegExp[] = [
  // in a query, a form or parameters of a header
  new RegExp(
    `(?<![\\w.-])[\\w.-]{0,60}(?:${naming})[\\w.-]{0,60}${equals}(?:\\\\{0,3}["'])?(?<secret>[^&\\s"'\\\\<>;]+)`,
    'dgi',
  ),
  new RegExp(`(?<![\\w.-])_?auth${equals}(?<secret>[^&\\s"'\\\\<>;,]{8,})`, 'dgi'),
  // in JSON, in JSON that was quoted once more, and as an argument of a command
  new RegExp(
    `(?<!\\\\)"[\\w.-]{0,60}(?:${naming}|auth)[\\w.-]{0,60}"\\s{0,9}:\\s{0,9}\\[?\\s{0,9}"(?<secret>(?:[^"\\\\]|\\\\.){1,8000})`,
    'dgi',
  ),
  new RegExp(
    `\\\\{1,7}"[\\w.-]{0,60}(?:${naming}|auth)[\\w.-]{0,60}\\\\{1,7}"\\s{0,9}:\\s{0,9}\\[?\\s{0,9}\\\\{1,7}"(?<secret>(?:[^"\\\\]|\\\\\\\\(?:\\\\")?|\\\\[^"\\\\]){1,8000})`,
    'dgi',
  ),
  /\s--(?:[\w-]{1,30}-)?(?:password|token|secret)\s{1,3}(?<secret>[^\s"']{3,})/dgi,
  // headers
  new RegExp(
    `\\bauthorization["'\\\\]{0,3}\\s{0,9}[:=]\\s{0,9}[["'\\\\]{0,4}[\\w-]{2,30}\\s{1,9}(?<secret>${parameters})`,
    'dgi',
  ),
  /\bauthorization["'\\]{0,3}\s{0,9}[:=]\s{0,9}[["'\\]{0,4}(?:Basic|Bearer|Token|Negotiate|NTLM|Digest|ApiKey|JWT|GoogleLogin)\s{1,9}(?<secret>[^\s"'\\,\]]+)/dgi,
  /\bauthorization["'\\]{0,3}\s{0,9}[:=]\s{0,9}[["'\\]{0,4}(?=[a-z+/_.=~-]{0,200}\d)(?<secret>[^\s"'\\,\]]{8,})/dgi,
  new RegExp(
    `(?<![\\w/-])(?:x-(?:\\w{1,20}-){0,4}${headerEnd}|private-token)["'\\\\]{0,3}\\s{0,9}:\\s{0,9}(?![["'\\\\]{0,4}redacted\\])[["'\\\\]{0,4}(?<secret>${headerByte}{6,})`,
    'dgi',
  ),
  // an image may have such a name, too: `user-auth:latest`, `"user-auth": ErrImagePull`
  new RegExp(
    `(?<![\\w/-])(?:\\w{1,20}-){1,5}${headerEnd}(?::\\s{1,9}|:\\s{0,9}(?=\\[)|["']\\s{0,9}:\\s{0,9}(?=[["']))(?![["'\\\\]{0,4}redacted\\])[["'\\\\]{0,4}(?<secret>(?=[^\\s"'\\\\,;\\]\\d]{0,200}\\d)${headerByte}{6,})`,
    'dgi',
  ),
  /\bcookie["'\\]{0,3}\s{0,9}[:=]\s{0,9}[["'\\]{0,4}(?<secret>(?:[\w.-]{1,200}=[^;\s"'\\]{0,4000}(?:;\s{0,3})?){1,50})/dgi,
  new RegExp(`\\b(?:AWS4-HMAC-SHA256|Digest|Signature)\\s{1,9}(?!realm=)(?<secret>${parameters})`, 'dg'),
  // `Bearer realm=…` and `Bearer token` are no tokens
  /\bBearer\s{1,9}(?!realm=)(?<secret>[\w.~+/-]{20,}={0,2})/dgi,
  new RegExp(`(?<![A-Za-z0-9])(?<secret>${tokenShapes.map(([, form]) => form).join('|')})`, 'dg'),
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?<secret>[^-]{1,16000})/dg,
];

function* shapeSpans(words: string): Generator<Span> {
  const lower = words.toLowerCase();
  for (const shape of shapes.filter((one) => mayMatch(one, lower)))
    for (const { indices } of words.matchAll(shape)) {
      const span = indices?.groups?.['secret'];
      if (span !== undefined) yield span;
    }
}

/**
 * The login of a URL, whose password may hold anything but a space or a quote; an image's digest
 * follows an @ too.
 */
function* userInfoSpans(words: string): Generator<Span> {
  for (const { 0: run, index } of words.matchAll(/[^\s"<>]+/g)) {
    const start = run.indexOf('://') + 3;
    const at = run.lastIndexOf('@');
    if (start === 2 || at <= start || /^@sha\d{3}:/.test(run.slice(at, at + 8))) continue;
    const login = run.slice(start, at);
    // without a password it is a token, and ends before the path
    if (/^[^/@?#]*:/.test(login) || !/[/?#]/.test(login)) yield [index + start, index + at];
  }
}

const tokenIn = new RegExp(`(?<![A-Za-z0-9])(?:${tokenShapes.map(([, form]) => form).join('|')})`);

/**
 * Base64 of a Docker configuration or of a login with a token, as an answer that repeats one has
 * it.
 */
function isEncodedSecret(text: string): boolean {
  const plain = Buffer.from(text, 'base64').toString('latin1');
  return /"(?:auths?|password|identitytoken|registrytoken)"\s{0,9}:/.test(plain) || matches(tokenIn, plain);
}

function* encodedSpans(words: string): Generator<Span> {
  for (const { indices } of words.matchAll(/\bBasic\s{1,9}(?<secret>[\w+/-]{8,8000}={0,2})/dgi)) {
    const span = indices?.groups?.['secret'];
    if (span !== undefined && isEncodedLogin(words.slice(...span))) yield span;
  }
  for (const { 0: found, index } of words.matchAll(/[\w+/-]{24,100000}={0,2}/g))
    if (isEncodedSecret(found)) yield [index, index + found.length];
}

/**
 * What looks like a credential, whoever's it is: in signed URLs, headers, JSON, keys, tokens and
 * logins.
 */
export const credentialShapes: FindSpans = (words) => [
  ...shapeSpans(words),
  ...userInfoSpans(words),
  ...encodedSpans(words),
];

/**
 * The kubelet's message without the credentials that a registry's answer or a signed URL put into
 * them. All else stays whole, and nothing that a verdict hangs on is touched.
 */
export const redactWords = (words: string): string => redactSpans(words, [credentialShapes]);
