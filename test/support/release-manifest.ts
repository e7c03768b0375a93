import { parseDocument } from 'yaml';
import { renderManifest } from '../../scripts/release/krew/render-manifest.ts';
import { repository, version } from '../../scripts/release/settings.ts';
import { archiveName, type Target, targets } from '../../scripts/release/targets.ts';

/** The manifest of a release for one platform alone. `sha256` is by the archives' names. */
export function manifestFor({ os, arch }: Target, sha256: ReadonlyMap<string, string>): string {
  const others = targets.map((target) => [archiveName(target, version), '0'.repeat(64)] as const);
  const document = parseDocument(
    renderManifest({ version, repository, sha256: new Map([...others, ...sha256]) }),
  );
  const index = targets.findIndex((target) => target.os === os && target.arch === arch);
  document.setIn(['spec', 'platforms'], [document.getIn(['spec', 'platforms', index])]);
  return document.toString();
}
