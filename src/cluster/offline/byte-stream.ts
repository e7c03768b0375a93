/** Bytes as they come from a file, a pipe or a decompressor. */
export type Chunks = AsyncIterable<Uint8Array>;

/** Reads a stream piece by piece. Fewer bytes than asked for mean that it has ended. */
export interface ByteStream {
  /** The next bytes, without taking them. */
  peek(length: number): Promise<Uint8Array>;
  take(length: number): Promise<Uint8Array>;
  /** Gives how many there were. */
  skip(length: number): Promise<number>;
  /** What is left. */
  rest(): Chunks;
}

export function byteStream(chunks: Chunks): ByteStream {
  const source = chunks[Symbol.asyncIterator]();
  let held: Uint8Array[] = [];
  let size = 0;
  const fill = async (length: number) => {
    while (size < length) {
      const next = await source.next();
      if (next.done === true) return;
      held.push(next.value);
      size += next.value.length;
    }
  };
  const joined = () => {
    const all = held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held);
    held = [all];
    return all;
  };
  const take = async (length: number) => {
    await fill(length);
    const all = joined();
    held = [all.subarray(length)];
    size = Math.max(0, size - length);
    return all.subarray(0, length);
  };
  return {
    async peek(length) {
      await fill(length);
      return joined().subarray(0, length);
    },
    take,
    async skip(length) {
      let left = length;
      while (left > 0) {
        if (size === 0) await fill(1);
        if (size === 0) break;
        left -= (await take(Math.min(left, size))).length;
      }
      return length - left;
    },
    async *rest() {
      yield* held;
      held = [];
      yield* { [Symbol.asyncIterator]: () => source };
    },
  };
}
