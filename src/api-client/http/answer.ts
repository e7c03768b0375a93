/** No answer: what happened and where, in one sentence, and what may help. */
export interface RequestFailure {
  readonly kind: 'failure';
  readonly problem: string;
  readonly remedy?: string;
}

/** What the API server sent, whatever its status code. */
export interface Reply {
  readonly kind: 'reply';
  readonly code: number;
  readonly contentType: string;
  readonly text: string;
  /** Of a list: objects that come before those of the text. */
  readonly items?: readonly unknown[];
}

export type Answer = Reply | RequestFailure;

export const requestFailure = (problem: string, remedy?: string): RequestFailure =>
  remedy === undefined ? { kind: 'failure', problem } : { kind: 'failure', problem, remedy };
