/** One header of a tar archive (POSIX ustar with GNU's and pax's long names). `target` is where a link leads. */
export interface TarHeader {
  readonly path: string;
  readonly size: number;
  readonly type: 'file' | 'link' | 'attributes' | 'long-name' | 'other';
  readonly target: string;
  /** A hard link names its target from the root of the archive. */
  readonly hard: boolean;
}

const types: Readonly<Record<string, TarHeader['type']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'link',
  '2': 'link',
  x: 'attributes',
  L: 'long-name',
};

const textAt = (bytes: Uint8Array, from: number, to: number) => {
  const field = bytes.subarray(from, to);
  const end = field.indexOf(0);
  return Buffer.from(end === -1 ? field : field.subarray(0, end)).toString('utf8');
};

/** Octal digits, or with the highest bit set GNU's big-endian binary. Not a number where it is neither. */
function numberAt(bytes: Uint8Array, from: number, to: number): number {
  if ((bytes[from] ?? 0) >= 0x80)
    return bytes.subarray(from + 1, to).reduce((sum, byte) => sum * 256 + byte, (bytes[from] ?? 0) & 0x3f);
  const digits = textAt(bytes, from, to).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : Number.NaN;
}

export const isBlank = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/** Whether a block is a header, by its checksum and a size that can be one. */
export function isTarHeader(bytes: Uint8Array): boolean {
  if (bytes.length < 512 || isBlank(bytes)) return false;
  const sum = bytes.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  return numberAt(bytes, 148, 156) === sum && Number.isSafeInteger(numberAt(bytes, 124, 136));
}

/** Reads a block that is a header. */
export function readHeader(bytes: Uint8Array): TarHeader {
  const prefix = textAt(bytes, 257, 262) === 'ustar' ? textAt(bytes, 345, 500) : '';
  const name = textAt(bytes, 0, 100);
  const flag = String.fromCharCode(bytes[156] ?? 0);
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    size: numberAt(bytes, 124, 136),
    type: types[flag] ?? 'other',
    target: textAt(bytes, 157, 257),
    hard: flag === '1',
  };
}

/** What an extended header (`LENGTH KEY=VALUE`, a line each) says of the next entry. */
export function readPax(content: Uint8Array): Partial<TarHeader> {
  const lines = Buffer.from(content)
    .toString('utf8')
    .matchAll(/^\d+ (path|linkpath|size)=(.*)$/gm);
  return Object.fromEntries(
    [...lines].flatMap(([, key, value = '']): [string, string | number][] => {
      if (key === 'path') return [['path', value]];
      if (key === 'linkpath') return [['target', value]];
      return /^\d{1,15}$/.test(value) ? [['size', Number(value)]] : [];
    }),
  );
}
