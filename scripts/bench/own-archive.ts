import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { standalone } from '../bundle/standalone.ts';
import { contentsOf } from '../release/contents.ts';
import { nodeProgram, nodeVersion } from '../release/node-packages.ts';
import { nodeCache } from '../release/settings.ts';
import { binOf, hostTarget } from '../release/targets.ts';

/**
 * The path of what a user of krew runs on this platform, made of the sources as they are now; null
 * where nothing is released for it.
 */
export async function ownArchive(): Promise<string | null> {
  const target = hostTarget();
  if (target === undefined) return null;
  mkdirSync(nodeCache, { recursive: true });
  const node = await nodeProgram(target.nodePackage);
  const hostNode = join(nodeCache, `node-${nodeVersion}`);
  writeFileSync(hostNode, node.program);
  chmodSync(hostNode, 0o755);
  const folder = mkdtempSync(join(tmpdir(), 'pullcheck-archive-'));
  const bundle = await standalone(folder, hostNode);
  const unpacked = join(folder, 'unpacked');
  for (const { path, content, executable } of await contentsOf(target, { bundle, node, hostNode })) {
    mkdirSync(dirname(join(unpacked, path)), { recursive: true });
    writeFileSync(join(unpacked, path), content, { mode: executable ? 0o755 : 0o644 });
  }
  return join(unpacked, binOf(target));
}
