#!/usr/bin/env node
// kubectl_complete-pullcheck as npm installs it. Where run.js would refuse with a message, this proposes nothing.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const fit = major > 22 || (major === 22 && minor >= 20);
const program = fit ? (await import('./load.js')).load('complete') : null;
if (program === null) process.stdout.write(':4\n');
else await program.main(['__complete', ...process.argv.slice(2)]);
