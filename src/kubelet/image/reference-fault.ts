/** The digest algorithms that the kubelet knows, with the number of hexadecimal digits of each. */
const digestLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/**
 * What is wrong with a digest `algorithm:hex`, in go-digest's words (Digest.Validate); null where
 * nothing is.
 */
export function digestProblem(digest: string): string | null {
  const [algorithm = '', hex = ''] = digest.split(':');
  const length = digestLengths.get(algorithm);
  const lowerCase = (text: string) => text === text.toLowerCase();
  if (length === undefined)
    return lowerCase(algorithm) ? 'unsupported digest algorithm' : 'invalid checksum digest format';
  if (hex.length !== length) return 'invalid checksum digest length';
  return lowerCase(hex) ? null : 'invalid checksum digest format';
}

/** Where an image text goes wrong (an index of the text), and what is there. */
interface ReferenceFault {
  readonly position: number | null;
  readonly hint: string;
}

type Describe = (found: string, at: number, text: string) => string;

const shown = (char: string) =>
  /[\p{C}\p{Z}\p{M}]/u.test(char)
    ? `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    : `\`${char}\``;

function whiteSpace(found: string, at: number, text: string): string {
  if (at === 0) return 'white space at the start';
  return at + found.length === text.length ? 'white space at the end' : 'white space';
}

// In this order: what explains most comes first.
const faults: readonly (readonly [RegExp, Describe])[] = [
  [
    /\$\{[^}]*\}?|\$\([^)]*\)?|\{\{.*?(?:\}\}|$)|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%/s,
    (found) => `unexpanded variable \`${found}\``,
  ],
  [/<[^<>]+>/, (found) => `placeholder \`${found}\``],
  [/\s+/, whiteSpace],
  [/^["'`]|["'`]$/, (found) => `quotation mark ${shown(found)}`],
  [/^[A-Za-z][A-Za-z0-9+.-]*:\/\//, (found) => `scheme \`${found}\` in front`],
  [/[^A-Za-z0-9._\-/:@+[\]]/u, (found) => `character ${shown(found)}`],
  [/^[a-f0-9]{64}$/, () => '64 hexadecimal digits, the form of an image ID'],
];

/**
 * Points at the character for which an image text cannot be parsed, with a short phrase that names
 * what is wrong. `position` is null where no single character is at fault.
 */
export function findReferenceFault(text: string): ReferenceFault {
  if (text === '') return { position: null, hint: 'empty text' };
  for (const [pattern, describe] of faults) {
    const match = pattern.exec(text);
    if (match !== null) return { position: match.index, hint: describe(match[0], match.index, text) };
  }
  return findPartFault(text) ?? { position: null, hint: 'not of the form `registry/repository:tag@digest`' };
}

const fault = (position: number, hint: string): ReferenceFault => ({ position, hint });

/** The fault in a digest, the text after `@`, that starts at `start`. */
function digestFault(digest: string, start: number): ReferenceFault | null {
  if (digest === '') return fault(start - 1, 'empty digest after `@`');
  if (digest.includes('@')) return fault(start + digest.indexOf('@'), 'second `@`');
  const colon = digest.indexOf(':');
  if (colon === -1) return fault(start, 'digest without an algorithm, such as `sha256:`');
  const algorithm = digest.slice(0, colon);
  const hex = digest.slice(colon + 1);
  const length = digestLengths.get(algorithm);
  if (length === undefined) return fault(start, `digest algorithm \`${algorithm}\`, which is not known`);
  const odd = hex.search(/[^0-9a-f]/);
  if (odd !== -1) return fault(start + colon + 1 + odd, `\`${hex[odd]}\` in the digest`);
  if (hex.length === length) return null;
  return fault(start + colon + 1, `digest of ${hex.length} digits instead of ${length}`);
}

function tagFault(tag: string, start: number): ReferenceFault | null {
  if (tag === '') return fault(start - 1, 'empty tag after `:`');
  if (/^[.-]/.test(tag)) return fault(start, `tag that begins with \`${tag[0]}\``);
  const odd = tag.search(/[^\w.-]/);
  if (tag[odd] === ':') return fault(start + odd, 'second `:` after the repository');
  if (odd !== -1) return fault(start + odd, `\`${tag[odd]}\` in the tag`);
  return tag.length > 128 ? fault(start + 128, `tag of ${tag.length} characters, 128 are allowed`) : null;
}

function pathFault(path: string, start: number): ReferenceFault | null {
  const upper = path.search(/[A-Z]/);
  if (upper !== -1) return fault(start + upper, `upper-case letter \`${path[upper]}\``);
  const empty = /^\/|\/(?=\/|$)/.exec(path);
  if (empty !== null || path === '')
    return fault(start + (empty?.index ?? 0), path === '' ? 'empty repository' : 'empty part beside `/`');
  const edge = /(?:^|\/)([._-])|([._-])(?=\/|$)/.exec(path);
  if (edge !== null) {
    const at = edge.index + edge[0].length - 1;
    return fault(start + at, `\`${path[at]}\` at the ${edge[1] === undefined ? 'end' : 'start'} of a part`);
  }
  for (const { 0: run, index } of path.matchAll(/[._-]+/g))
    if (!/^(?:\.|__?|-+)$/.test(run)) return fault(start + index, `\`${run}\` inside a part`);
  const odd = path.search(/[^a-z0-9._/-]/);
  if (odd !== -1) return fault(start + odd, `\`${path[odd]}\` in the repository`);
  return path.length > 255
    ? fault(start + 255, `repository of ${path.length} characters, 255 are allowed`)
    : null;
}

function registryFault(registry: string): ReferenceFault | null {
  if (registry === '') return fault(0, 'nothing before the first `/`');
  const colon = registry.startsWith('[') ? registry.indexOf(']') + 1 : registry.indexOf(':');
  const port = colon === -1 ? '' : registry.slice(colon);
  if (port !== '' && !/^:\d+$/.test(port))
    return fault(
      colon,
      port === ':' ? 'empty port after `:`' : `port \`${port.slice(1)}\`, which is no number`,
    );
  const host = colon === -1 ? registry : registry.slice(0, colon);
  if (/^\[[0-9A-Fa-f:]+\]$/.test(host)) return null;
  const odd = host.search(/[^A-Za-z0-9.-]/);
  if (odd !== -1) return fault(odd, `\`${host[odd]}\` in the registry`);
  const empty = /^\.|\.(?=\.|$)/.exec(host);
  if (empty !== null) return fault(empty.index, 'empty label beside `.` in the registry');
  const edge = /(?:^|\.)-|-(?=\.|$)/.exec(host);
  return edge === null
    ? null
    : fault(edge.index + edge[0].length - 1, '`-` at the edge of a label of the registry');
}

/** The first fault in registry, repository, tag and digest, each looked at on its own. */
function findPartFault(text: string): ReferenceFault | null {
  const slash = text.indexOf('/');
  const first = slash === -1 ? '' : text.slice(0, slash);
  const hasRegistry = slash === 0 || first === 'localhost' || /[.:[]/.test(first) || /[A-Z]/.test(first);
  const start = hasRegistry ? slash + 1 : 0;
  const at = text.indexOf('@', start);
  const named = text.slice(start, at === -1 ? undefined : at);
  const colon = named.indexOf(':');
  const path = colon === -1 ? named : named.slice(0, colon);
  return (
    (hasRegistry ? registryFault(first) : null) ??
    pathFault(path, start) ??
    (colon === -1 ? null : tagFault(named.slice(colon + 1), start + colon + 1)) ??
    (at === -1 ? null : digestFault(text.slice(at + 1), at + 1))
  );
}
