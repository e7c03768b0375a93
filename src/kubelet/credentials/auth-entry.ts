import type { AuthEntry, Credential } from '../../model/pull-secret.ts';
import { seal } from '../../model/sealed.ts';
import { parseAfterScheme } from '../go/go-url.ts';
import { compareUtf8, decodeStrict, decodeUtf8 } from '../go/utf8.ts';
import { credentialFacts, displayUsername } from './credential-facts.ts';
import type { DockerConfig } from './docker-config.ts';
import type { ConfigEntry } from './docker-config-entry.ts';
import { displayKey, displayLocation } from './location-display.ts';

/**
 * The key under which the keyring files an auth location; null where the location is no URL and the
 * kubelet drops the entry. Imitates BasicDockerKeyring.Add (pkg/credentialprovider/keyring.go):
 * user info and query go, `/v1/` or `/v2/` at the start of the path too.
 */
export function locationKey(location: string): string | null {
  const url = parseAfterScheme(location.replace(/^https?:\/\//, ''));
  if (url === null) return null;
  const path = url.path.replace(/^\/v[12]\//, '/');
  return path === '/' ? url.host : url.host + path;
}

function credential({ username, password, email }: ConfigEntry, hidden: { key?: string }): Credential {
  const texts = { username: decodeUtf8(username), password: decodeUtf8(password), email, ...hidden };
  const isText = decodeStrict(username) !== null && decodeStrict(password) !== null;
  return isText ? texts : { ...texts, bytes: { username, password } };
}

function authEntry([location, entry]: readonly [string, ConfigEntry]): AuthEntry {
  const key = locationKey(location);
  const shownKey = key === null ? null : displayKey(location, key);
  return {
    location: displayLocation(location),
    key: shownKey,
    username: displayUsername(entry),
    facts: credentialFacts(entry),
    credential: seal(credential(entry, key === null || key === shownKey ? {} : { key })),
  };
}

/**
 * The entries of a docker config with their credentials sealed, in the byte order of their
 * locations: Go keeps them in a map, which has no order of its own. Empty for a config that cannot
 * be decoded.
 */
export const authEntries = (config: DockerConfig): readonly AuthEntry[] =>
  config.ok ? [...config.entries].sort(([a], [b]) => compareUtf8(a, b)).map(authEntry) : [];
