import type { Resource } from '../../objects/object-reader.ts';

/** One proposal; `description` is ours, on one line. */
export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/** What could stand in the place of a word. All but `fixed` and `files` have to be looked up. */
export type Values =
  | { readonly kind: 'fixed'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'objects'; readonly resource: Resource }
  | { readonly kind: 'kubeconfig'; readonly entries: 'contexts' | 'clusters' | 'users' }
  | { readonly kind: 'rules' }
  /** Left to the shell. */
  | { readonly kind: 'files' };

export const nothing: Values = { kind: 'fixed', candidates: [] };

/**
 * What completes a word: those of the values that begin with `typed`, put behind `lead`, without
 * those that are `taken`.
 */
export interface CompletionRequest {
  readonly values: Values;
  readonly typed: string;
  readonly lead: string;
  readonly taken: readonly string[];
}
