const vault = new WeakMap<object, unknown>();

/** Names the type of the content for the compiler; no such property exists. */
declare const content: unique symbol;

/**
 * A credential, or data that holds one. Printing, serialising or inspecting it gives `[redacted]`;
 * its content is in no property.
 */
export interface Sealed<T> {
  readonly [content]?: T;
  toString(): string;
  toJSON(): string;
}

const redacted = () => '[redacted]';

/** Wraps a value so that no output can disclose it. */
export function seal<T>(value: T): Sealed<T> {
  const box = Object.defineProperties({} as Sealed<T>, {
    toString: { value: redacted },
    toJSON: { value: redacted },
    [Symbol.for('nodejs.util.inspect.custom')]: { value: redacted },
  });
  vault.set(box, value);
  return Object.freeze(box);
}

/**
 * Opens a sealed value. The linter refuses this module everywhere, but where its import says why:
 * docs/architecture.md lists the places.
 */
export function unseal<T>(box: Sealed<T>): T {
  if (!vault.has(box)) throw new TypeError('not a sealed value');
  return vault.get(box) as T;
}
