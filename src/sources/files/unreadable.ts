/** Why a path cannot be read, in words. */
export function unreadable(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return `${path} does not exist`;
  if (code === 'EACCES' || code === 'EPERM') return `${path} may not be read (permission denied)`;
  if (code.startsWith('Z_')) return `${path} is a damaged gzip file`;
  return `${path} cannot be read (${code || 'unknown reason'})`;
}
