/** What registries, clouds and proxies put into URLs and error texts that lets the bearer in. */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/(:\/\/)[^\s/@"']+@/g, '$1[redacted]@'],
  [
    /([?&][\w.-]*(?:sig|signature|token|password|passwd|secret|credential|apikey|api_key|access_key|policy)[\w.-]*=)[^&\s"'\\]+/gi,
    '$1[redacted]',
  ],
  [/(\bAuthorization:\s*(?:Basic|Bearer|Token)\s+)[^\s"']+/gi, '$1[redacted]'],
  [
    /\b(?:gh[opsur]_\w{16,}|github_pat_\w{20,}|gl(?:pat|dt|rt|ptt|cbt)-[\w.-]{10,}|dckr_(?:pat|oat)_[\w-]{10,}|hv[sbr]\.[\w-]{20,}|ya29\.[\w-]{10,})/g,
    '[redacted]',
  ],
  [/\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]*/g, '[redacted]'],
];

/**
 * The kubelet's words without the credentials that a registry's answer or a signed URL put into them. All else stays whole, and nothing that
 * a verdict hangs on is touched.
 */
export const redactWords = (words: string): string =>
  secrets.reduce((text, [secret, stand]) => text.replaceAll(secret, stand), words);
