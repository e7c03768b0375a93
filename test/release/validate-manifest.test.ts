import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { renderManifest } from '../../scripts/release/krew/render-manifest.ts';
import { manifestProblems } from '../../scripts/release/krew/validate-manifest.ts';
import { archiveName, targets } from '../../scripts/release/targets.ts';

const good = renderManifest({
  version: '1.2.3',
  repository: 'https://github.com/acme/kubectl-pullcheck',
  sha256: new Map(targets.map((target) => [archiveName(target, '1.2.3'), 'a1'.repeat(32)])),
});

/** The good manifest with one field set, or removed where `value` is undefined. */
function broken(path: string, value: unknown): string {
  const document = parseDocument(good);
  const keys = path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  if (value === undefined) document.deleteIn(keys);
  else document.setIn(keys, document.createNode(value));
  return document.toString();
}

const first = 'spec.platforms.0';
const labels = `${first}.selector.matchLabels`;
const expressions = (...values: unknown[]) => ({ matchExpressions: values });

describe('krew manifest', () => {
  it('is valid as it is generated', () => expect(manifestProblems(good, 'pullcheck')).toEqual([]));

  it.each<readonly [path: string, value: unknown, problem: string]>([
    ['apiVersion', 'krew.googlecontainertools.github.com/v1', 'apiVersion is'],
    ['kind', 'plugin', 'kind is plugin'],
    ['metadata.name', 'pull-check', 'metadata.name is pull-check, not pullcheck'],
    ['metadata', undefined, 'metadata.name is undefined'],
    ['spec', undefined, 'platforms is empty'],
    ['spec.version', undefined, 'version is missing'],
    ['spec.version', '1.2.3', 'version 1.2.3 is not v and a semantic version'],
    ['spec.version', 'v1.2', 'version v1.2 is not'],
    ['spec.version', 'v01.2.3', 'version v01.2.3 is not'],
    ['spec.version', 'v1.2.3-', 'version v1.2.3- is not'],
    ['spec.homepage', '', 'homepage is missing'],
    ['spec.shortDescription', undefined, 'shortDescription is missing'],
    ['spec.shortDescription', 'Name the\nmistake', 'shortDescription has a line break'],
    ['spec.shortDescription', 'Name the mistake behind every ImagePullBackOff there is', 'more than 50'],
    ['spec.shortDescription', 'A kubectl plugin for pull errors', 'redundant word kubectl'],
    ['spec.shortDescription', 'Name the mistake.', 'ends with a stop'],
    ['spec.description', `${'word '.repeat(17)}`, 'description has a line over 80'],
    ['spec.caveats', `fits\n${'word '.repeat(17)}`, 'caveats has a line over 80'],
    ['spec.platforms', [], 'platforms is empty'],
    [`${first}.uri`, undefined, 'platforms[0]: uri is missing'],
    [`${first}.uri`, 'http://acme.io/a.tar.gz', 'is no https address'],
    [`${first}.sha256`, undefined, 'sha256 is missing'],
    [`${first}.sha256`, 'A1'.repeat(32), 'lower-case'],
    [`${first}.sha256`, 'a1'.repeat(31), '64 lower-case'],
    [`${first}.bin`, undefined, 'bin is missing'],
    [`${first}.bin`, '../kubectl-pullcheck', 'outside of the installation'],
    [`${first}.files`, [], 'files is empty'],
    [`${first}.files.0.from`, '', 'from is missing'],
    [`${first}.files.0.from`, '**/node', 'filepath.Glob does not know'],
    [`${first}.files.0.from`, '../node', 'outside of the archive'],
    [`${first}.files.0.to`, undefined, 'to is missing'],
    [`${first}.files.0.to`, './bin', 'to ./bin is not clean, it should be bin'],
    [`${first}.files.0.to`, 'bin/', 'is not clean'],
    [`${first}.files.0.to`, '../bin', 'outside of the installation'],
    [`${first}.selector`, undefined, 'selector is missing'],
    [`${first}.selector`, {}, 'selector is empty'],
    [labels, {}, 'matchLabels is empty'],
    [`${first}.selector`, expressions(), 'matchExpressions is empty'],
    [labels, { os: 'linux', arch: 'amd64', libc: 'musl' }, 'selector key libc is neither os nor arch'],
    [
      `${first}.selector`,
      expressions({ key: 'os', operator: 'Is', values: ['linux'] }),
      'operator Is is unknown',
    ],
    [labels, { os: 'plan9' }, 'matches no platform that krew knows'],
    [labels, { os: 'linux' }, 'platforms[0, 1] all match linux/arm64'],
    [
      `${first}.selector`,
      expressions({ key: 'os', operator: 'NotIn', values: ['darwin'] }),
      'all match windows/amd64',
    ],
  ])('%s = %j is refused', (path, value, problem) => {
    const problems = manifestProblems(broken(path, value), 'pullcheck');
    expect(problems.join('\n')).toContain(problem);
  });

  it.each(['con', 'LPT1', 'pull check', 'pull.check', ''])('the name %j is refused', (name) => {
    expect(manifestProblems(broken('metadata.name', name), name).join()).toContain('is not allowed');
  });

  it('one long word may be longer than a line', () => {
    expect(
      manifestProblems(broken('spec.caveats', `https://acme.io/${'a'.repeat(80)}`), 'pullcheck'),
    ).toEqual([]);
  });

  it('without files, everything in the archive is taken', () => {
    expect(manifestProblems(broken(`${first}.files`, undefined), 'pullcheck')).toEqual([]);
  });

  it('text that is no YAML is refused', () => {
    expect(manifestProblems('spec: [', 'pullcheck').join()).toContain('no YAML');
  });
});
