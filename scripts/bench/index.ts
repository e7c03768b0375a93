/** `npm run bench -- NAME` runs scripts/bench/NAME.ts. */
const benches = ['growth', 'probe', 'scan', 'startup', 'texts'] as const;
const [name] = process.argv.slice(2);
if (benches.some((bench) => bench === name)) await import(`./${name}.ts`);
else {
  console.error(`usage: npm run bench -- ${benches.join('|')}`);
  process.exitCode = 2;
}
