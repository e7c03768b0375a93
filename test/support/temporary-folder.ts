import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One folder for everything that a run of the tests writes below tmpdir(), removed at its end
 * (vitest's globalSetup).
 */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'pullcheck-tests-'));
  // programs of other users run in it, too
  chmodSync(folder, 0o755);
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
