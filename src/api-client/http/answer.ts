/** No answer: what happened and where, in one sentence, and what may help. */
export interface Trouble {
  readonly kind: 'trouble';
  readonly problem: string;
  readonly remedy?: string;
}

/** What the API server sent, whatever its status code. */
export interface Reply {
  readonly kind: 'reply';
  readonly code: number;
  readonly contentType: string;
  readonly text: string;
}

export type Answer = Reply | Trouble;

export const trouble = (problem: string, remedy?: string): Trouble =>
  remedy === undefined ? { kind: 'trouble', problem } : { kind: 'trouble', problem, remedy };
