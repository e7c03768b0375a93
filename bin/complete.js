#!/usr/bin/env node
// kubectl_complete-pullcheck as npm installs it. Where run.js would refuse with a message, this proposes nothing.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const program = join(import.meta.dirname, '../dist/commands/main.cjs');
if ((major > 22 || (major === 22 && minor >= 20)) && existsSync(program)) {
  const { main } = createRequire(import.meta.url)(program);
  await main(['__complete', ...process.argv.slice(2)]);
} else process.stdout.write(':4\n');
