import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { standalone } from '../bundle/standalone.ts';
import { bundledPackages } from './bundled-packages.ts';
import { archiveOf, contentsOf } from './contents.ts';
import { renderManifest } from './krew/render-manifest.ts';
import { nodeProgram, nodeVersion } from './node-packages.ts';
import { rehearse } from './rehearse.ts';
import { npmSbom, releaseSbom } from './sbom.ts';
import { nodeCache, repository, root, version } from './settings.ts';
import { archiveName, hostTarget, type Target, targets } from './targets.ts';

/**
 * `npm run release`: archives, SBOM and checksums into release/, krew-manifest.yaml, and a
 * rehearsal of what krew does with them.
 */
const host = hostTarget();
if (host === undefined)
  throw new Error(`a release is built on one of its own platforms, not ${process.platform}`);
const folder = join(root, 'release');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);

const hostNode = join(nodeCache, `node-${nodeVersion}`);
writeFileSync(hostNode, (await nodeProgram(host.nodePackage)).program);
chmodSync(hostNode, 0o755);
const bundle = await standalone(join(nodeCache, 'bundle'), hostNode);

const sha256 = new Map<string, string>();
function keep(name: string, content: Buffer | string): void {
  writeFileSync(join(folder, name), content);
  sha256.set(name, createHash('sha256').update(content).digest('hex'));
}

const largest = 50_000_000;
for (const target of targets) {
  const node = await nodeProgram(target.nodePackage);
  const name = archiveName(target, version);
  const archive = await archiveOf(target, await contentsOf(target, { bundle, node, hostNode }));
  if (archive.length > largest) throw new Error(`${name} has ${archive.length} bytes, more than ${largest}`);
  keep(name, archive);
  console.log(`${name}  ${(archive.length / 1e6).toFixed(1)} MB`);
}
keep(`kubectl-pullcheck_${version}_sbom.cdx.json`, releaseSbom(npmSbom(), bundledPackages(bundle.metafile)));
const checksums = [...sha256].map(([name, digest]) => `${digest}  ${name}\n`).join('');
writeFileSync(join(folder, `kubectl-pullcheck_${version}_checksums.txt`), checksums);

const manifest = renderManifest({ version, repository, sha256 });
writeFileSync(join(root, 'krew-manifest.yaml'), manifest);
// the index takes a manifest by its plugin's name
writeFileSync(join(folder, 'pullcheck.yaml'), manifest);

const nodeOf = async ({ nodePackage }: Target) => (await nodeProgram(nodePackage)).program;
for (const line of await rehearse(manifest, { version, folder, targets, nodeOf })) console.log(line);
