#!/usr/bin/env node
// Runs the TypeScript sources as they are: Node strips the types.
delete process.env.DEBUG;
const { main } = await import('../src/cli/main.ts');
await main(process.argv.slice(2));
