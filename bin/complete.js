#!/usr/bin/env node
// kubectl_complete-pullcheck as npm installs it: what run.js would refuse with a message is silent here.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 20)) {
  const { main } = await import('../dist/main.js').catch(() => ({}));
  await main?.(['__complete', ...process.argv.slice(2)]);
}
