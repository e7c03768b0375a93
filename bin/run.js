#!/usr/bin/env node
import { existsSync } from 'node:fs';
import * as modules from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

// Nothing of the program is imported above: an older Node would crash inside a dependency before it could be told.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 20)) {
  process.stderr.write(`kubectl pullcheck needs Node.js 22.20 or newer; this is ${process.versions.node}\n`);
  process.exit(3);
}
const program = join(import.meta.dirname, '../dist/commands/main.cjs');
if (!existsSync(program)) {
  process.stderr.write(
    'kubectl pullcheck is not built yet: run `npm install && npm run build` in its checkout\n',
  );
  process.exit(3);
}
// The compiled program, beside kubectl's own cache; where it cannot be written the start is slower.
modules.enableCompileCache(join(homedir(), '.kube', 'cache', 'pullcheck'));
const { main } = modules.createRequire(import.meta.url)(program);
await main(process.argv.slice(2));
