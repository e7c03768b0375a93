import type { KubeObject } from '../../src/objects/object-reader.ts';

const shortest = 6;

/**
 * Every text of these Secrets that no output may hold: the data raw and decoded, `auth` strings,
 * passwords. Short ones are left out.
 */
export function hiddenTexts(objects: readonly KubeObject[]): readonly string[] {
  const values = objects
    .filter((object) => object.kind === 'Secret')
    .flatMap((object) =>
      Object.entries(object['data'] ?? {})
        // the namespace beside a ServiceAccount's token is no secret
        .filter(([key]) => key !== 'namespace')
        .flatMap(([, value]) => [String(value), ...valuesIn(decoded(String(value)))]),
    );
  return [...new Set(values)].filter((value) => value.trim().length >= shortest);
}

const decoded = (value: string) => Buffer.from(value, 'base64').toString('utf8');

function valuesIn(text: string): readonly string[] {
  try {
    return [text, ...credentialsIn(JSON.parse(text), '')];
  } catch {
    return [text];
  }
}

/** Passwords and auth strings of a docker config, at any depth. */
function credentialsIn(value: unknown, key: string): readonly string[] {
  if (typeof value === 'string') {
    if (key === 'auth') return [value, decoded(value), decoded(value).replace(/^[^:]*:/, '')];
    return key === 'password' || key === 'identitytoken' ? [value] : [];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => credentialsIn(inner, name))
    : [];
}
