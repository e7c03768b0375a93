interface SecretLike {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
}

/**
 * Every credential text of Secret objects that no output may hold: raw data, auth strings,
 * passwords, encoded and decoded. Texts that other objects hold too (a password that is also a part
 * of a namespace's name) prove nothing and are left out.
 */
export function secretValues(objects: readonly SecretLike[]): readonly string[] {
  const values = objects
    .filter((object) => object.kind === 'Secret')
    .flatMap((object) => Object.values(object.data ?? {}))
    .flatMap((encoded) => [encoded, ...credentialsIn(Buffer.from(encoded, 'base64').toString('utf8'))]);
  const others = JSON.stringify([
    objects.filter((object) => object.kind !== 'Secret'),
    objects.map(({ metadata }) => [metadata?.name, metadata?.namespace]),
  ]);
  return [...new Set(values)].filter((value) => value.length > 3 && !others.includes(value));
}

function credentialsIn(content: string): readonly string[] {
  return [...content.matchAll(/"(auth|password|identitytoken)"\s*:\s*"((?:[^"\\]|\\.)*)"/g)].flatMap(
    ([, field, value = '']) => {
      const plain = field === 'auth' ? Buffer.from(value, 'base64').toString('utf8') : value;
      const password = field === 'auth' ? plain.slice(plain.indexOf(':') + 1) : plain;
      return [value, plain, password, Buffer.from(password).toString('base64')];
    },
  );
}
