import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

/** The first `longest` bytes of a body; `cut` where there were more. */
export async function readBody(
  body: AsyncIterable<Buffer> & { destroy(): unknown },
  longest: number,
): Promise<{ readonly body: Buffer; readonly cut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longest) {
      body.destroy();
      return { body: Buffer.concat(chunks).subarray(0, longest), cut: true };
    }
  }
  return { body: Buffer.concat(chunks), cut: false };
}

/**
 * Servers that compress what nobody asked them to compress: read all the same, to the same length.
 */
export async function decoded(
  raw: { readonly body: Buffer; readonly cut: boolean },
  encoding: string,
  longest: number,
) {
  const unpack = { gzip: gunzip, 'x-gzip': gunzip, deflate: inflate, br: brotliDecompress }[
    encoding.trim().toLowerCase()
  ];
  if (unpack === undefined || raw.cut || raw.body.length === 0) return raw;
  try {
    const body = await promisify<Buffer, object, Buffer>(unpack)(raw.body, { maxOutputLength: longest });
    return { body, cut: false };
  } catch {
    return { body: Buffer.alloc(0), cut: true };
  }
}
