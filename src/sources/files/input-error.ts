/** An offline input that cannot be used. The message is one line and names the input. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
