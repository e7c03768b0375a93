import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './settings.ts';
import { unsigned } from './unsigned.ts';

/**
 * Node.js's own mark (node_sea.cc): `:0` after it where nothing is injected, `:1` where something
 * is.
 */
export const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/**
 * A single executable: `program` (Node.js of any platform) with the bundle inside. `hostNode` is a
 * Node.js of the same version that runs here and writes what is injected. `main` is its main
 * script, `assets` are files that it reads by their names.
 */
export async function singleExecutable(
  { main, assets }: { readonly main: string; readonly assets: Readonly<Record<string, string>> },
  program: Buffer,
  hostNode: string,
): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'pullcheck-sea-'));
  try {
    const config = {
      // names without a folder: they are written into the executable
      main: 'main.cjs',
      output: 'sea.blob',
      disableExperimentalSEAWarning: true,
      useSnapshot: false,
      useCodeCache: false,
      // NODE_OPTIONS are meant for another Node.js than this one
      execArgvExtension: 'none',
      assets,
    };
    writeFileSync(join(folder, 'main.cjs'), readFileSync(main));
    writeFileSync(join(folder, 'sea.json'), JSON.stringify(config));
    quietly(hostNode, ['--experimental-sea-config', 'sea.json'], folder);
    const executable = join(folder, 'executable');
    writeFileSync(executable, unsigned(program));
    chmodSync(executable, 0o755);
    const postject = join(root, 'node_modules/postject/dist/cli.js');
    const what = [executable, 'NODE_SEA_BLOB', 'sea.blob', '--sentinel-fuse', fuse];
    quietly(process.execPath, [postject, ...what], folder);
    return readFileSync(executable);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Both tools talk on success, postject with warnings about sections that it leaves alone; on
 * failure the error tells what they said.
 */
function quietly(program: string, args: readonly string[], cwd: string): void {
  execFileSync(program, args, { cwd, stdio: 'pipe' });
}
