// The kubelet joins one error per credential as `[e1, e2]` (k8s.io/apimachinery, errors.NewAggregate). Commas and brackets
// occur inside the errors too, so an entry is known by how a runtime's error begins.
const opening = new RegExp(
  `(?:${[
    'rpc error: code = ',
    'failed to (?:pull|resolve|copy|authorize|do request|unpack|extract|commit|prepare|register|fetch)',
    'unable to (?:pull|retrieve|parse)',
    'initializing source',
    'pinging container registry',
    '(?:copying|reading|writing|choosing|parsing|determining|requesting) \\w',
    'Error (?:response from daemon|initializing|reading|choosing|determining|writing|parsing|pinging)',
    '(?:RegistryUnavailable|SignatureValidationFailed)\\b',
    'Source image rejected',
    'short[- ]name',
    '(?:Get|Head|Post) "?https?://',
    '(?:unauthorized|denied|toomanyrequests|unknown|manifest unknown|name unknown)(?::|$)',
    'pull access denied',
    'manifest for ',
    'no (?:matching manifest|match for platform|basic auth)',
    'received unexpected HTTP status',
    'error (?:parsing|pulling|from registry)',
    'context (?:canceled|deadline)',
    '\\(Mirrors also failed',
  ].join('|')})`,
  'i',
);

/** One text per credential that the kubelet tried; a text that is no list is its only entry. */
export function splitAttempts(stripped: string): readonly string[] {
  const text = stripped.trim();
  if (!text.startsWith('[') || !opening.test(text.slice(1, 60))) return [text];
  const inside = text.slice(1).replace(/\]"?$/, '');
  const entries: string[] = [];
  for (const piece of inside.split(/, (?=\S)/)) {
    const last = entries.length - 1;
    if (last >= 0 && opening.exec(piece.slice(0, 60))?.index !== 0) entries[last] += `, ${piece}`;
    else entries.push(piece);
  }
  return entries;
}
