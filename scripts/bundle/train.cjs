// node train.cjs PROGRAM CACHE ARGUMENT…: runs the program once, and writes what V8 compiled in it.
const { readFileSync, writeFileSync } = require('node:fs');
const { Script } = require('node:vm');

const [, , file, cache, ...args] = process.argv;
const program = new Script(readFileSync(file, 'latin1'), { filename: 'program.cjs' });
program.runInThisContext()(module.exports, require, module, __filename, __dirname);
process.on('exit', () => writeFileSync(cache, program.createCachedData()));
module.exports.main(args);
