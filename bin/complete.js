#!/usr/bin/env node
// kubectl_complete-pullcheck as npm installs it. Where run.js would refuse with a message, this proposes nothing.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const fit = major > 22 || (major === 22 && minor >= 20);
const { main } = fit ? await import('../dist/main.js').catch(() => ({})) : {};
if (main === undefined) process.stdout.write(':4\n');
else await main(['__complete', ...process.argv.slice(2)]);
