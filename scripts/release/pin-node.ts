import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { targets } from './targets.ts';

/**
 * `node scripts/release/pin-node.ts VERSION` writes node-packages.json for another version of
 * Node.js.
 */
const [version = ''] = process.argv.slice(2);
if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error('name a version, as 22.23.2');
const integrity = Object.fromEntries(
  targets.map(({ nodePackage }) => {
    const what = ['view', `${nodePackage}@${version}`, 'dist.integrity'];
    const hash = execFileSync('npm', what, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    if (!hash.startsWith('sha512-')) throw new Error(`there is no ${nodePackage}@${version}`);
    return [nodePackage, hash];
  }),
);
const file = join(import.meta.dirname, 'node-packages.json');
writeFileSync(file, `${JSON.stringify({ version, integrity }, null, 2)}\n`);
