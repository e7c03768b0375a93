import { parseDocument } from 'yaml';
import { krewPlatforms, selects } from './selector.ts';
import type { Manifest, Platform } from './types.ts';
import { platformProblems } from './validate-platform.ts';

/**
 * What krew, its validator and the reviewers' bot of its index refuse in a manifest; empty where it
 * is valid. `name` is the plugin's: in the index, the file's name without .yaml.
 */
export function manifestProblems(text: string, name: string): readonly string[] {
  const document = parseDocument(text);
  if (document.errors.length > 0) return document.errors.map(({ message }) => `no YAML: ${message}`);
  const manifest = (document.toJS() ?? {}) as Manifest;
  return [...headProblems(manifest, name), ...textProblems(manifest), ...platformsProblems(manifest)];
}

const apiVersion = 'krew.googlecontainertools.github.com/v1alpha2';
const windowsDevices = /^(con|prn|aux|nul|com[1-9]|lpt[1-9])$/i;
/** semver.org's own expression, with krew's leading v. */
const semver =
  /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-z-][\da-z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-z-][\da-z-]*))*)?(?:\+[\da-z-]+(?:\.[\da-z-]+)*)?$/i;

function headProblems(
  { apiVersion: given, kind, metadata, spec }: Manifest,
  name: string,
): readonly string[] {
  const problems: string[] = [];
  if (given !== apiVersion) problems.push(`apiVersion is ${given}, not ${apiVersion}`);
  if (kind !== 'Plugin') problems.push(`kind is ${kind}, not Plugin`);
  if (!/^[\w-]+$/.test(name) || windowsDevices.test(name)) problems.push(`the name ${name} is not allowed`);
  if (metadata?.name !== name) problems.push(`metadata.name is ${metadata?.name}, not ${name}`);
  if (typeof spec?.version !== 'string') problems.push('version is missing');
  else if (!semver.test(spec.version))
    problems.push(`version ${spec.version} is not v and a semantic version`);
  return problems;
}

function textProblems({ spec = {} }: Manifest): readonly string[] {
  const { shortDescription: short, homepage } = spec;
  const problems: string[] = [];
  if (typeof short !== 'string' || short === '') problems.push('shortDescription is missing');
  else {
    if (/[\r\n]/.test(short)) problems.push('shortDescription has a line break');
    if (short.length > 50) problems.push(`shortDescription has ${short.length} characters, more than 50`);
    const redundant = /\b(kubectl|kubernetes|k8s|plugin|krew)\b/i.exec(short)?.[0];
    if (redundant !== undefined) problems.push(`shortDescription holds the redundant word ${redundant}`);
    if (short.endsWith('.')) problems.push('shortDescription ends with a stop');
  }
  if (typeof homepage !== 'string' || homepage === '') problems.push('homepage is missing');
  for (const field of ['description', 'caveats'] as const)
    if (
      String(spec[field] ?? '')
        .split('\n')
        .some(isTooLong)
    )
      problems.push(`${field} has a line over 80 characters`);
  return problems;
}

/** One long word, as an address, may be longer. */
const isTooLong = (line: string) => line.length > 80 && line.trim().includes(' ');

function platformsProblems({ spec }: Manifest): readonly string[] {
  const platforms = spec?.platforms ?? [];
  if (platforms.length === 0) return ['platforms is empty'];
  const each = platforms.flatMap((platform, index) =>
    platformProblems(platform).map((problem) => `platforms[${index}]: ${problem}`),
  );
  return [...each, ...unusedProblems(platforms), ...overlapProblems(platforms)];
}

function unusedProblems(platforms: readonly Platform[]): readonly string[] {
  return platforms.flatMap(({ selector }, index) =>
    selector == null || krewPlatforms.some(([os, arch]) => selects(selector, os, arch))
      ? []
      : [`platforms[${index}]: selector matches no platform that krew knows`],
  );
}

function overlapProblems(platforms: readonly Platform[]): readonly string[] {
  return krewPlatforms.flatMap(([os, arch]) => {
    const indexes = platforms.flatMap(({ selector }, index) =>
      selector != null && selects(selector, os, arch) ? [index] : [],
    );
    return indexes.length > 1 ? [`platforms[${indexes.join(', ')}] all match ${os}/${arch}`] : [];
  });
}
