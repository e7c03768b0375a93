import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { archiveName, targets } from '../targets.ts';

export const template = readFileSync(join(import.meta.dirname, 'manifest.template.yaml'), 'utf8');

/** What a release fills in. `sha256` holds lower-case hex digests by the archives' names. */
export interface Release {
  readonly version: string;
  readonly repository: string;
  readonly sha256: ReadonlyMap<string, string>;
}

/** The krew manifest of a release. */
export function renderManifest({ version, repository, sha256 }: Release, text = template): string {
  const archiveOf = (os: string, arch: string) => {
    const target = targets.find((one) => one.os === os && one.arch === arch);
    if (target === undefined)
      throw new Error(`the manifest's template names ${os}/${arch}, which is not built`);
    return archiveName(target, version);
  };
  const digestOf = (name: string) => {
    const digest = sha256.get(name);
    if (digest === undefined) throw new Error(`${name} was not built`);
    return digest;
  };
  return text.replaceAll(/\{\{(.*?)\}\}/g, (_, placeholder: string) => {
    const [word, os = '', arch = ''] = placeholder.trim().split(/\s+/);
    if (word === 'version') return version;
    if (word === 'repository') return repository;
    if (word === 'uri') return `${repository}/releases/download/v${version}/${archiveOf(os, arch)}`;
    if (word === 'sha256') return digestOf(archiveOf(os, arch));
    throw new Error(`unknown placeholder {{${placeholder}}} in the manifest's template`);
  });
}
