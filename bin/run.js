#!/usr/bin/env node
// No static import: modules are loaded before the first line runs, and an older Node would crash inside a dependency.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 20)) {
  process.stderr.write(`kubectl pullcheck needs Node.js 22.20 or newer; this is ${process.versions.node}\n`);
  process.exit(3);
}
// oclif would log every argument under DEBUG, and with it what --token gives
delete process.env.DEBUG;
const { main } = await import('../dist/main.js').catch((error) => {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.message).includes('dist/main.js')) throw error;
  process.stderr.write(
    'kubectl pullcheck is not built yet: run `npm install && npm run build` in its checkout\n',
  );
  process.exit(3);
});
await main(process.argv.slice(2));
