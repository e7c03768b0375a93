import type { ParsedReference } from '../../model/simulation.ts';
import { digestProblem, findReferenceFault } from './reference-fault.ts';

// The grammar of distribution/reference v0.6.0 (regexp.go). Each alternative is written so that it
// can be read in one way only.
const label = '[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*';
const domain = `(?:${label}(?:\\.${label})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const path = `${component}(?:/${component})*`;
const algorithm = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*';
const grammar = new RegExp(
  `^(?:(${domain})/)?(${path})(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(${algorithm}:[0-9a-fA-F]{32,}))?$`,
);

/** Cuts a short name into domain and the rest as splitDockerDomain does. */
function splitDomain(name: string): readonly [string, string] {
  const slash = name.indexOf('/');
  if (slash === -1) return ['docker.io', `library/${name}`];
  const first = name.slice(0, slash);
  const isDomain = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
  const registry = first === 'index.docker.io' || !isDomain ? 'docker.io' : first;
  const rest = isDomain ? name.slice(slash + 1) : name;
  return [registry, registry === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest];
}

/**
 * Parses the image text of a Pod as the kubelet does (ParseNormalizedNamed of
 * distribution/reference v0.6.0, then the default tag). The `message` of a failure is upstream's;
 * the kubelet puts `couldn't parse image name "…": ` in front of it.
 */
export function parseImageReference(text: string): ParsedReference {
  const invalid = (message: string): ParsedReference => ({ ok: false, message, ...findReferenceFault(text) });
  if (/^[a-f0-9]{64}$/.test(text))
    return invalid(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  const [registry, rest] = splitDomain(text);
  const remote = rest.split(':', 1)[0] ?? '';
  if (remote !== remote.toLowerCase())
    return invalid(`invalid reference format: repository name (${remote}) must be lowercase`);
  const whole = `${registry}/${rest}`;
  const match = grammar.exec(whole);
  if (match === null) {
    const onlyCase = grammar.test(whole.toLowerCase());
    return invalid(onlyCase ? 'repository name must be lowercase' : 'invalid reference format');
  }
  const [, , matchedPath = '', tag = null, digest = null] = match;
  // A first part with an underscore is no domain for the grammar, which then takes it into the
  // path.
  if (matchedPath.length > 255) return invalid('repository name must not be more than 255 characters');
  const problem = digest === null ? null : digestProblem(digest);
  if (problem !== null) return invalid(problem);
  const untagged = tag === null && digest === null;
  const repository = match[1] === undefined ? matchedPath.slice(registry.length + 1) : matchedPath;
  return {
    ok: true,
    registry,
    repository,
    tag: untagged ? 'latest' : tag,
    digest,
    runtimeImage: untagged ? `${text}:latest` : text,
  };
}
