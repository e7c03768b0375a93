import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { archiveOf, contentsOf } from '../../scripts/release/contents.ts';
import { renderManifest } from '../../scripts/release/krew/render-manifest.ts';
import { rehearse } from '../../scripts/release/rehearse.ts';
import { repository, version } from '../../scripts/release/settings.ts';
import { standaloneBundle } from '../../scripts/release/standalone-bundle.ts';
import { archiveName, hostTarget, type Target, targets } from '../../scripts/release/targets.ts';

/**
 * The archive of this machine's platform, as the release makes it and as krew takes it. Two things differ from `npm run release`, which
 * rehearses all five: Node.js is the one that runs the tests, so that nothing is downloaded, and compression is the fastest.
 */
const host = hostTarget();
const hostNode = process.execPath;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pullcheck-release-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The manifest for one platform alone. */
function manifestFor({ os, arch }: Target, sha256: ReadonlyMap<string, string>): string {
  const others = targets.map((target) => [archiveName(target, version), '0'.repeat(64)] as const);
  const document = parseDocument(
    renderManifest({ version, repository, sha256: new Map([...others, ...sha256]) }),
  );
  const index = targets.findIndex((target) => target.os === os && target.arch === arch);
  document.setIn(['spec', 'platforms'], [document.getIn(['spec', 'platforms', index])]);
  return document.toString();
}

async function rehearseAs(target: Target): Promise<readonly string[]> {
  const program = readFileSync(hostNode);
  const node = { program, licence: Buffer.from('the licence of Node.js\n') };
  const bundle = await standaloneBundle(join(folder, 'bundle'));
  const archive = await archiveOf(target, await contentsOf(target, { bundle, node, hostNode }), 1);
  const name = archiveName(target, version);
  writeFileSync(join(folder, name), archive);
  const manifest = manifestFor(target, new Map([[name, createHash('sha256').update(archive).digest('hex')]]));
  return await rehearse(manifest, { version, folder, targets: [target], nodeOf: async () => program });
}

describe.runIf(host !== undefined && host.os !== 'windows')('the archive of this platform', () => {
  it.each(['executable', 'launcher'] as const)(
    'runs through krew’s link as %s, read-only, with an empty PATH and HOME',
    async (form) => {
      const seen = await rehearseAs({ ...(host as Target), form });
      expect(seen.join('\n')).toContain('runs through krew');
    },
    180_000,
  );
});
