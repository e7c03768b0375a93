import type { Credential } from '../model/pull-secret.ts';
import { type Sealed, seal } from '../model/sealed.ts';
// biome-ignore lint/style/noRestrictedImports: logins are opened here to be sent to their registry
import { unseal } from '../model/unseal.ts';

// The one place in src/registry/ that opens a login or a token: for the header or the form of one
// request. What leaves it unsealed goes to undici at once.

const bytesOf = ({ username, password, bytes }: Credential) => ({
  username: Buffer.from(bytes?.username ?? Buffer.from(username)),
  password: Buffer.from(bytes?.password ?? Buffer.from(password)),
});

/** The Authorization header of a login (RFC 7617). */
export function basicLogin(login: Sealed<Credential>): Sealed<string> {
  const { username, password } = bytesOf(unseal(login));
  const pair = Buffer.concat([username, Buffer.from(':'), password]);
  return seal(`Basic ${pair.toString('base64')}`);
}

export const bearerLogin = (token: Sealed<string>): Sealed<string> => seal(`Bearer ${unseal(token)}`);

/** A form of `fields` and the login (RFC 6749, 4.3). */
export function passwordForm(
  fields: Readonly<Record<string, string>>,
  login: Sealed<Credential>,
): Sealed<string> {
  const { username, password } = bytesOf(unseal(login));
  const form = new URLSearchParams(fields).toString();
  return seal(`${form}&username=${encoded(username)}&password=${encoded(password)}`);
}

/** The user name of a login, for a query parameter. */
export const accountOf = (login: Sealed<Credential>): Sealed<string> =>
  seal(encoded(bytesOf(unseal(login)).username));

const encoded = (bytes: Buffer): string =>
  [...bytes]
    .map((byte) =>
      /[A-Za-z0-9_.~-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');

/** Opens what is sent now. */
export const openToSend = (text: Sealed<string>): string => unseal(text);

/** Reads facts out of a token and gives none of its text. */
export const readToken = <T>(token: Sealed<string>, read: (text: string) => T): T => read(unseal(token));

/** Whether two logins are the same to a registry. */
export function sameLogin(a: Sealed<Credential>, b: Sealed<Credential>): boolean {
  const [left, right] = [a, b].map((one) => bytesOf(unseal(one)));
  return (
    left !== undefined &&
    right !== undefined &&
    left.username.equals(right.username) &&
    left.password.equals(right.password)
  );
}

/** Hides the logins and tokens that were sent, should a server put one into its answer. */
export interface Scrubber {
  login(login: Sealed<Credential>): void;
  token(token: Sealed<string>): void;
  scrub(text: string): string;
}

/** Shorter texts stand in words by chance. */
const shortestSecret = 4;

export function openScrubber(): Scrubber {
  const secrets = new Set<string>();
  const add = (text: string) => {
    if (text.length >= shortestSecret) secrets.add(text);
  };
  return {
    login(login) {
      const { username, password } = bytesOf(unseal(login));
      const pair = Buffer.concat([username, Buffer.from(':'), password]);
      for (const bytes of [password, pair]) {
        const text = bytes.toString();
        // in pieces too: bytes that surround it change the last characters of base64
        add(bytes.toString('base64').replace(/={1,2}$/, ''));
        add(
          bytes
            .toString('base64')
            .replace(/={1,2}$/, '')
            .slice(0, -2),
        );
        for (const one of [text, encoded(bytes), encodeURIComponent(text), JSON.stringify(text).slice(1, -1)])
          add(one);
        add(new URLSearchParams({ x: text }).toString().slice(2));
        add(bytes.toString('base64url'));
        add(bytes.toString('hex'));
      }
      // an entry whose user is a token shows none
      if (username.length > 24) add(username.toString());
    },
    token(token) {
      const text = unseal(token);
      add(text);
      for (const part of text.split('.')) if (part.length > 24) add(part);
    },
    scrub: (text) =>
      [...secrets]
        .toSorted((a, b) => b.length - a.length)
        .reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text),
  };
}
