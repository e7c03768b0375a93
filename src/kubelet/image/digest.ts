/** The digest algorithms that the kubelet knows, with the number of hexadecimal digits of each. */
export const digestLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/** What is wrong with a digest `algorithm:hex`, in go-digest's words (Digest.Validate); null where nothing is. */
export function digestProblem(digest: string): string | null {
  const [algorithm = '', hex = ''] = digest.split(':');
  const length = digestLengths.get(algorithm);
  const lowerCase = (text: string) => text === text.toLowerCase();
  if (length === undefined)
    return lowerCase(algorithm) ? 'unsupported digest algorithm' : 'invalid checksum digest format';
  if (hex.length !== length) return 'invalid checksum digest length';
  return lowerCase(hex) ? null : 'invalid checksum digest format';
}
