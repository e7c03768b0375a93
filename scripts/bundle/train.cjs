// node train.cjs PROGRAM CACHE ARGUMENT…: runs the program once, and writes what V8 compiled in it.
const { readFileSync, writeFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

const tiers = ['profile-guided-optimization', 'sparkplug', 'maglev', 'turbofan'];

// V8 notes in a function which compiler it was hot enough for, which hangs on the machine's speed; a cache is good only under the flags it was made with
for (const flag of tiers) setFlagsFromString(`--no-${flag}`);

const [, , file, cache, ...args] = process.argv;
const program = new Script(readFileSync(file, 'latin1'), { filename: 'program.cjs' });
program.runInThisContext()(module.exports, require, module, __filename, __dirname);
process.on('exit', () => {
  for (const flag of tiers) setFlagsFromString(`--${flag}`);
  writeFileSync(cache, program.createCachedData());
});
module.exports.main(args);
