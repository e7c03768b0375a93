// node train.cjs PROGRAM CACHE ARGUMENT…: runs the program once, and writes what V8 compiled in it.
const { execFileSync } = require('node:child_process');
const { readFileSync, writeFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

// With it V8 notes in a function which compiler it was hot enough for, which hangs on the machine's
// speed. Where it is on by default it is on again in the end: a cache is good only under the flags
// that it was made with.
const guided = 'profile-guided-optimization';
const options = execFileSync(process.execPath, ['--v8-options'], { encoding: 'latin1' });
const noting = new RegExp(`default: --${guided}$`, 'm').test(options);
if (noting) setFlagsFromString(`--no-${guided}`);

const [, , file, cache, ...args] = process.argv;
const program = new Script(readFileSync(file, 'latin1'), { filename: 'program.cjs' });
program.runInThisContext()(module.exports, require, module, __filename, __dirname);
process.on('exit', () => {
  if (noting) setFlagsFromString(`--${guided}`);
  writeFileSync(cache, program.createCachedData());
});
module.exports.main(args);
