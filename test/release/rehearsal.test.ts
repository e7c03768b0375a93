import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../../scripts/bundle/build-program.ts';
import { standalone, train, trainingDelay } from '../../scripts/bundle/standalone.ts';
import type { ArchiveFile } from '../../scripts/release/archive.ts';
import { archiveOf, contentsOf } from '../../scripts/release/contents.ts';
import { rehearse } from '../../scripts/release/rehearse.ts';
import { fuse } from '../../scripts/release/sea.ts';
import { version } from '../../scripts/release/settings.ts';
import { archiveName, hostTarget, type Target, targets } from '../../scripts/release/targets.ts';
import { manifestFor } from '../support/release-manifest.ts';

/**
 * The archive of this machine's platform, as the release makes it and as krew takes it. Two things
 * differ from `npm run release`, which rehearses all five: Node.js is the one that runs the tests,
 * so that nothing is downloaded, and compression is the fastest.
 */
const host = hostTarget();
const hostNode = process.execPath;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pullcheck-release-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function rehearseWith(target: Target, archive: Buffer, program: Buffer): Promise<readonly string[]> {
  const name = archiveName(target, version);
  writeFileSync(join(folder, name), archive);
  const manifest = manifestFor(target, new Map([[name, createHash('sha256').update(archive).digest('hex')]]));
  return rehearse(manifest, { version, folder, targets: [target], nodeOf: async () => program });
}

async function rehearseAs(target: Target): Promise<readonly string[]> {
  const program = readFileSync(hostNode);
  const node = { program, licence: Buffer.from('the licence of Node.js\n') };
  const bundle = await standalone(join(folder, 'bundle'), hostNode);
  const files = await contentsOf(target, { bundle, node, hostNode });
  return rehearseWith(target, await archiveOf(target, files, 1), program);
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

it('the code cache is the same however slow the server is', { timeout: 180_000 }, async () => {
  const program = join(folder, 'same.cjs');
  await buildProgram(program);
  const caches = await Promise.all(
    [trainingDelay, 2.5 * trainingDelay].map(async (delay) => {
      const cache = join(folder, `${delay}.cache`);
      await train(hostNode, program, cache, delay);
      return createHash('sha256').update(readFileSync(cache)).digest('hex');
    }),
  );
  expect(caches[0]).toBe(caches[1]);
});

describe('a rehearsal fails', () => {
  const [signed, injected] = [Buffer.from('node'), Buffer.from(`${fuse}:1`)];
  const file = (path: string, content = Buffer.from('')) => ({ path, content, executable: true });
  const licence = file('LICENSE');
  const exe = 'kubectl-pullcheck.exe';

  it.each<readonly [what: string, os: Target['os'], files: readonly ArchiveFile[], message: string | null]>([
    ['never for what is right', 'windows', [licence, file(exe, injected)], null],
    ['without a licence', 'windows', [file(exe, injected)], 'no licence'],
    [
      'where nothing was injected',
      'windows',
      [licence, file(exe, Buffer.from(`${fuse}:0`))],
      'nothing was injected',
    ],
    ['without the program', 'windows', [licence], 'not among the installed files'],
    [
      'where the program cannot run',
      'darwin',
      [licence, { ...file('kubectl-pullcheck'), executable: false }],
      'EACCES',
    ],
    [
      'where Node.js was changed',
      'darwin',
      [licence, file('kubectl-pullcheck'), file('node')],
      'was changed',
    ],
  ])('%s', async (_, os, files, message) => {
    // a platform that is never the one of the tests
    const target = targets.find((one) => one.os === os && one !== host) as Target;
    const rehearsal = rehearseWith(target, await archiveOf(target, files), signed);
    if (message === null) await expect(rehearsal).resolves.toHaveLength(3);
    else await expect(rehearsal).rejects.toThrow(message);
  });

  it('for a manifest that krew refuses, or that offers other platforms', async () => {
    const release = { version, folder, targets, nodeOf: async () => signed };
    await expect(rehearse('kind: Plugin', release)).rejects.toThrow('krew refuses the manifest');
    await expect(rehearse(manifestFor(targets[0] as Target, new Map()), release)).rejects.toThrow(
      '1 platforms, not 5',
    );
  });
});
