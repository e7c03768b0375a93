import { isEncodedLogin } from './credentials/encoded-login.ts';

const redacted = '[redacted]';

/** What names a credential in a query, a header or JSON. */
const naming = 'sig|signature|token|password|passwd|secret|credential|apikey|api_key|access_key|policy';

/** What registries, clouds and proxies put into URLs and error texts that lets the bearer in. Runs are bounded, so that no text takes long. */
const secrets: readonly (readonly [RegExp, string | ((found: string, ...groups: string[]) => string)])[] = [
  [/(:\/\/)[^\s/@"']{1,4000}@/g, `$1${redacted}@`],
  [new RegExp(`([?&][\\w.-]{0,60}(?:${naming})[\\w.-]{0,60}=)[^&\\s"'\\\\]+`, 'gi'), `$1${redacted}`],
  // in JSON, and in JSON that was quoted once more
  [
    new RegExp(
      `(\\\\?"[\\w.-]{0,60}(?:${naming}|auth)[\\w.-]{0,60}\\\\?"\\s{0,9}:\\s{0,9}\\[?\\s{0,9}\\\\?")(?!\\[redacted\\])[^"\\\\]{1,8000}`,
      'gi',
    ),
    `$1${redacted}`,
  ],
  [
    /(\bauthorization["'\\]{0,3}\s{0,9}[:=]\s{0,9}[["'\\]{0,4}(?:Basic|Bearer|Token|Negotiate)\s{1,9})[^\s"'\\,\]]+/gi,
    `$1${redacted}`,
  ],
  // `Bearer realm=…` and `Bearer token` are no tokens
  [/(\bBearer\s{1,9})(?!realm=)[\w.~+/-]{20,}={0,2}/gi, `$1${redacted}`],
  [
    /(\bBasic\s{1,9})([\w+/-]{8,8000}={0,2})/gi,
    (found, scheme = '', login = '') => (isEncodedLogin(login) ? `${scheme}${redacted}` : found),
  ],
  [
    /\b(?:gh[opsur]_\w{16,}|github_pat_\w{20,}|gl(?:pat|dt|rt|ptt|cbt)-[\w.-]{10,}|dckr_(?:pat|oat)_[\w-]{10,}|hv[sbr]\.[\w-]{20,}|ya29\.[\w-]{10,})/g,
    redacted,
  ],
  [/(?<![\w-])eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*/g, redacted],
  // the data of a pull secret, as an answer that repeats one has it
  [/[\w+/-]{40,100000}={0,2}/g, (found) => (isEncodedConfig(found) ? redacted : found)],
  [/(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)[^-]{1,16000}/g, `$1${redacted}`],
];

/** Base64 of the JSON of a Docker configuration. */
const isEncodedConfig = (text: string): boolean =>
  /"(?:auths?|password|identitytoken|registrytoken)"\s{0,9}:/.test(
    Buffer.from(text, 'base64').toString('latin1'),
  );

/**
 * The kubelet's words without the credentials that a registry's answer or a signed URL put into them. All else stays whole, and nothing that
 * a verdict hangs on is touched.
 */
export const redactWords = (words: string): string =>
  secrets.reduce(
    // one of the two signatures at a time: both are replaceAll's
    (text, [secret, stand]) =>
      typeof stand === 'string' ? text.replaceAll(secret, stand) : text.replaceAll(secret, stand),
    words,
  );
