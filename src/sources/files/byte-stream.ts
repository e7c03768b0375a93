/** Bytes as they come from a file, a pipe or a decompressor. */
export type Chunks = AsyncIterable<Uint8Array>;

/** The first bytes of a stream, fewer than asked for where it is shorter, and the whole of it. */
export async function peek(chunks: Chunks, length: number) {
  const source = chunks[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let size = 0;
  while (size < length) {
    const next = await source.next();
    if (next.done === true) break;
    held.push(next.value);
    size += next.value.length;
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield* held.splice(0);
    yield* { [Symbol.asyncIterator]: () => source };
  }
  return { start: Buffer.concat(held).subarray(0, length), whole: whole() };
}
