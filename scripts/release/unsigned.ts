/**
 * A Windows program without its Authenticode signature, which is wrong once something is injected:
 * a program with a broken signature is looked at with more suspicion than one without any. Anything
 * but a PE file, or one without a signature, is returned as it is.
 */
export function unsigned(program: Buffer): Buffer {
  if (program.toString('latin1', 0, 2) !== 'MZ') return program;
  // offsets: Microsoft's PE format; the fifth data directory is the certificate table, and the only
  // one that holds a place in the file
  const optionalHeader = program.readUInt32LE(0x3c) + 24;
  const directories = optionalHeader + (program.readUInt16LE(optionalHeader) === 0x20b ? 112 : 96);
  const entry = directories + 4 * 8;
  const [start, size] = [program.readUInt32LE(entry), program.readUInt32LE(entry + 4)];
  if (size === 0) return program;
  if (start + size !== program.length)
    throw new Error('the certificate table is not at the end of the program');
  const bare = Buffer.from(program.subarray(0, start));
  bare.fill(0, entry, entry + 8);
  return bare;
}
