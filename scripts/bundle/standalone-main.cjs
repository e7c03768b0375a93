// The main script of a standalone executable. It compiles the program from an asset with what V8
// kept of an earlier run: Node's own code cache of a main script holds no function that is compiled
// when it is first called, and most of them are.
const { getRawAsset } = require('node:sea');
const { Script } = require('node:vm');

const asset = (name) => Buffer.from(getRawAsset(name));
const cachedData = asset('program.cache');
const program = new Script(asset('program.cjs').latin1Slice(), {
  filename: 'program.cjs',
  // made for one platform; empty on the others, and V8 refuses what another version made
  cachedData: cachedData.length === 0 ? undefined : cachedData,
});
program.runInThisContext()(module.exports, require, module, __filename, __dirname);
module.exports.main(process.argv.slice(2));
