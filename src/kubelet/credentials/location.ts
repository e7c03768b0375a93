import { parseAfterScheme } from '../go/go-url.ts';

/**
 * The key under which the keyring files an auth location; null where the location is no URL and the kubelet drops the entry. Imitates
 * BasicDockerKeyring.Add (pkg/credentialprovider/keyring.go): user info and query go, `/v1/` or `/v2/` at the start of the path too.
 */
export function locationKey(location: string): string | null {
  const url = parseAfterScheme(location.replace(/^https?:\/\//, ''));
  if (url === null) return null;
  const path = url.path.replace(/^\/v[12]\//, '/');
  return path === '/' ? url.host : url.host + path;
}
