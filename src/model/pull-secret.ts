import type { Permission } from './observed.ts';
import type { Sealed } from './sealed.ts';

/** White space at one edge of a field. `kinds` in the order of the text, each once. */
export interface EdgeSpace {
  readonly field: 'username' | 'password';
  readonly edge: 'start' | 'end';
  readonly kinds: readonly ('newline' | 'carriage-return' | 'tab' | 'space' | 'other')[];
}

/**
 * A password that is meant as the key file of a Google service account (user `_json_key`, or by its
 * form).
 */
export interface GoogleKey {
  /** It is base64 of the file, which goes with the user `_json_key_base64`. */
  readonly encoded: boolean;
  readonly fault: 'not-json' | 'other-kind' | 'incomplete' | 'escaped-newlines' | null;
  /** Names of the fields that it lacks. */
  readonly missing: readonly string[];
  /**
   * The project of the service account; null where the file does not name one in the form of a
   * project id.
   */
  readonly project: string | null;
}

/**
 * What may be said of a credential: lengths, kinds, times; never its text. Lengths are in
 * characters, times RFC 3339.
 */
export interface CredentialFacts {
  readonly usernameLength: number;
  readonly passwordLength: number;
  readonly edges: readonly EdgeSpace[];
  /**
   * What the password is, by its form: `jwt`, `github-classic-token`, …; null where the form says
   * nothing.
   */
  readonly kind: string | null;
  /** What the user name is, by its form, where it is a token. */
  readonly usernameKind: string | null;
  /**
   * The user name that registries demand beside this kind of password, where the entry has another.
   */
  readonly wantedUser: string | null;
  readonly googleKey: GoogleKey | null;
  readonly expiresAt: string | null;
  readonly notBefore: string | null;
  /** `robot`, and nothing after it, where registries name robots `robot$…`. */
  readonly robotNameCut: boolean;
  /** The field that holds a placeholder rather than a value. */
  readonly placeholder: 'username' | 'password' | null;
  /** The password is itself base64 of `user:password`. */
  readonly doubleEncoded: boolean;
  /** `auth` says something else than `username` and `password` do; the kubelet uses `auth`. */
  readonly disagrees: boolean;
  /** The user is ECR's `AWS`. */
  readonly ecrUser: boolean;
}

export interface Credential {
  readonly username: string;
  readonly password: string;
  readonly email: string;
  /** User and password as they are where they are not UTF-8; the texts then hold U+FFFD. */
  readonly bytes?: { readonly username: Uint8Array; readonly password: Uint8Array };
  /** The key of the entry where it must not be shown, since it may hold a credential. */
  readonly key?: string;
}

/** One entry of a pull secret. */
export interface AuthEntry {
  /** The location (the map key) as written, user info and query redacted. */
  readonly location: string;
  /**
   * The location as the keyring files it; null when it is no URL and the kubelet drops the entry.
   */
  readonly key: string | null;
  /** The user name; null where it is empty or looks like a token. */
  readonly username: string | null;
  readonly facts: CredentialFacts;
  readonly credential: Sealed<Credential>;
}

/** How a secret's content cannot be decoded. The kubelet then uses no credential at all. */
export interface DecodeProblem {
  readonly class: 'json-syntax' | 'json-type' | 'auth-base64' | 'auth-format';
  /** Go's wording, which never quotes the content beyond a character. */
  readonly text: string;
  /** The entry at fault, redacted like `AuthEntry.location`; null where the whole document is. */
  readonly location: string | null;
}

/** A secret whose entries the kubelet uses. */
export type UsableSecret = Extract<SecretReading, { readonly kind: 'usable' }>;

/** What the kubelet makes of one secret of the list. */
export type SecretReading = { readonly secret: string } & (
  | {
      readonly kind: 'usable';
      readonly type: string;
      readonly entries: readonly AuthEntry[];
      /** `credsStore` or `credHelpers` stand beside the entries: the kubelet ignores them. */
      readonly helpers: boolean;
      /**
       * The content has the form of the other kind of pull secret, so its entries are not found.
       */
      readonly otherForm: boolean;
    }
  | {
      readonly kind: 'ignored';
      readonly why: 'type' | 'key' | 'empty';
      readonly type: string;
      readonly keys: readonly string[];
      /** The key that the type asks for; null for a type that the kubelet does not read. */
      readonly expectedKey: string | null;
      /**
       * The entries that it would give if it had the right type and key; empty where it holds no
       * docker config.
       */
      readonly entries: readonly AuthEntry[];
    }
  | ({ readonly kind: 'undecodable'; readonly type: string } & DecodeProblem)
  | { readonly kind: 'unnamed' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'denied'; readonly need: Permission }
  | { readonly kind: 'failed'; readonly problem: string }
);
