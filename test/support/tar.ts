/** One entry of a tar archive; `link` makes it a symbolic link. */
export interface TarEntry {
  readonly path: string;
  readonly content?: string | Uint8Array;
  readonly link?: string;
  readonly type?: string;
  /** In place of the length of the content. */
  readonly size?: number;
}

/** A ustar archive, written by hand so that it may lie. */
export const tar = (entries: readonly TarEntry[]): Buffer =>
  Buffer.concat([...entries.map(packed), Buffer.alloc(1024)]);

function packed({ path, content = '', link = '', type, size }: TarEntry): Buffer {
  const bytes = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(path, 0, 100);
  header.write('0000644\0', 100);
  header.write((size ?? bytes.length).toString(8).padStart(11, '0'), 124);
  header.write('        ', 148);
  header.write(type ?? (link === '' ? '0' : '2'), 156);
  header.write(link, 157, 100);
  header.write('ustar\0' + '00', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}
