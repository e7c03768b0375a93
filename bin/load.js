// Not imported: for an import Node makes each of their names, and loads what a few of these need, as streams.
const builtin = (name) => process.getBuiltinModule(`node:${name}`);
const { hash } = builtin('crypto');
const { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = builtin('fs');
const { createRequire } = builtin('module');
const { homedir } = builtin('os');
const { dirname, isAbsolute, join } = builtin('path');
const { Script } = builtin('vm');

const digestLength = 32;
const digest = (data) => hash('sha256', data, 'buffer');
const file = join(import.meta.dirname, '../dist/cli/main.cjs');

/**
 * Loads the program with what V8 compiled in an earlier run, or null where it is not built. Node's own compile cache would keep none of the
 * functions that are compiled at their first call. A `job` calls functions of its own, so that each has a cache, beside those of kubectl.
 * Where none can be read or written, the start takes longer.
 */
export function load(job) {
  const source = read(file)?.latin1Slice();
  if (source === undefined) return null;
  const build = source.slice(2, 66);
  const cache = join(cacheFolder(), [build, process.version, process.arch, job].join('-'));
  const cachedData = unsealed(read(cache));
  const script = new Script(source, { filename: file, cachedData });
  if (cachedData === undefined || script.cachedDataRejected)
    process.once('exit', (code) => {
      // a run that failed has called half of the functions
      if (code < 2) write(cache, script.createCachedData(), build);
    });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

/** What `write` kept, or undefined where something else became of it: V8 takes data of the right head and length unseen, and crashes. */
function unsealed(kept) {
  const data = kept?.subarray(digestLength);
  return data !== undefined && digest(data).equals(kept.subarray(0, digestLength)) ? data : undefined;
}

/** A folder that cannot be, where there is no home: an empty HOME must not lead into the working directory. */
function cacheFolder() {
  const nowhere = '/dev/null';
  try {
    const home = homedir();
    return join(isAbsolute(home) ? home : nowhere, '.kube', 'cache', 'pullcheck');
  } catch {
    return nowhere;
  }
}

function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Replaces the caches of other builds of the program, too; what else lies there stays. */
function write(cache, data, build) {
  const folder = dirname(cache);
  const unfinished = `${cache}.${process.pid}`;
  try {
    // not recursively: Node loops for ever where the parent is there and takes no folder (/proc)
    for (const path of [dirname(dirname(folder)), dirname(folder), folder])
      if (!existsSync(path)) mkdirSync(path, { mode: 0o750 });
    for (const old of readdirSync(folder))
      if (/^[0-9a-f]{64}-v\d/.test(old) && !old.startsWith(build)) rmSync(join(folder, old));
    writeFileSync(unfinished, Buffer.concat([digest(data), data]), { mode: 0o600 });
    renameSync(unfinished, cache);
  } catch {
    // a read-only home, a full disk
    remove(unfinished);
  }
}

function remove(path) {
  try {
    rmSync(path, { force: true });
  } catch {
    // it was never there
  }
}
