#!/usr/bin/env node
// Nothing of the program is imported here: an older Node would crash inside a dependency before it could be told.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 20)) {
  process.stderr.write(`kubectl pullcheck needs Node.js 22.20 or newer; this is ${process.versions.node}\n`);
  process.exit(3);
}
const { load } = await import('./load.js');
const args = process.argv.slice(2);
const offline = args.some((word) => word.startsWith('--from')) ? '-offline' : '';
const program = load(`${/^\w+/.exec(args[0])?.[0] ?? 'any'}${offline}`);
if (program === null) {
  process.stderr.write(
    'kubectl pullcheck is not built yet: run `npm install && npm run build` in its checkout\n',
  );
  process.exit(3);
}
await program.main(args);
