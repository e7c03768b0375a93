/**
 * One challenge of a WWW-Authenticate header (RFC 9110, 11.6.1). Scheme and parameter names are in
 * lower case.
 */
export interface Challenge {
  readonly scheme: string;
  readonly params: Readonly<Record<string, string>>;
}

const token = /^[!#$%&'*+\-.^_`|~\w]+/;
const quoted = /^"((?:[^"\\]|\\.)*)"?/s;
const longest = 16_384;

/**
 * The challenges of all WWW-Authenticate headers of an answer, in their order: several in one line,
 * quoted commas, unquoted values and token68 data are read; what cannot be read ends its line.
 */
export const parseChallenges = (headers: readonly string[]): readonly Challenge[] =>
  headers.flatMap((header) => parseLine(header.slice(0, longest)));

function parseLine(line: string): readonly Challenge[] {
  const challenges: { scheme: string; params: Record<string, string> }[] = [];
  let rest = line;
  while (rest !== '') {
    rest = rest.replace(/^[\s,]+/, '');
    const word = token.exec(rest)?.[0];
    if (word === undefined) break;
    const behind = rest.slice(word.length);
    const equals = /^\s*=\s*/.exec(behind)?.[0];
    const current = challenges.at(-1);
    if (equals === undefined || current === undefined) {
      challenges.push({ scheme: word.toLowerCase(), params: Object.create(null) });
      // token68: base64 that stands in place of parameters
      rest = behind.replace(/^\s+[\w.~+/-]+=*\s*(?=,|$)/, '');
      continue;
    }
    const { value, length } = parameterValue(behind.slice(equals.length));
    // the first one counts, as the first of two is what an old client reads
    current.params[word.toLowerCase()] ??= value;
    rest = behind.slice(equals.length + length);
  }
  return challenges.map(({ scheme, params }) => ({ scheme, params: { ...params } }));
}

function parameterValue(text: string): { readonly value: string; readonly length: number } {
  const inQuotes = quoted.exec(text);
  if (inQuotes !== null)
    return { value: (inQuotes[1] ?? '').replaceAll(/\\(.)/gs, '$1'), length: inQuotes[0].length };
  const bare = /^[^\s,"]*/.exec(text)?.[0] ?? '';
  return { value: bare, length: Math.max(bare.length, text.startsWith('"') ? 1 : 0) };
}

/**
 * The challenge that a runtime takes: containerd prefers Bearer to Basic
 * (core/remotes/docker/auth/parse.go), CRI-O takes the first that it knows (containers/image,
 * docker_client.go: setupRequestAuth). Null where neither is there.
 */
export function chooseChallenge(
  challenges: readonly Challenge[],
  runtime: 'containerd' | 'cri-o',
): Challenge | null {
  const known = challenges.filter(({ scheme }) => scheme === 'bearer' || scheme === 'basic');
  const bearer = known.find(({ scheme }) => scheme === 'bearer');
  return (runtime === 'containerd' ? (bearer ?? known[0]) : known[0]) ?? null;
}
