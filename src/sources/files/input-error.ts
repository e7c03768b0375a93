/** An offline input that cannot be used. The message is one line and names the input. */
export class OfflineProblem extends Error {
  override readonly name = 'OfflineProblem';
}
