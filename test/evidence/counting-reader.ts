import type { Observed } from '../../src/model/observed.ts';
import type { ObjectReader } from '../../src/objects/object-reader.ts';

/** A reader that answers in rounds: all requests that are under way together make one. */
export interface CountingReader extends ObjectReader {
  /** The requests of each round so far, sorted. */
  readonly rounds: readonly (readonly string[])[];
}

/** Counts the requests to a reader: `get secrets/regcred`, `list events`. */
export function countingReader(reader: ObjectReader): CountingReader {
  const rounds: string[][] = [];
  let underWay: { readonly words: string; readonly answer: () => void }[] = [];

  function finishRound(): void {
    const round = underWay;
    underWay = [];
    rounds.push(round.map(({ words }) => words).sort());
    for (const { answer } of round) answer();
  }

  // a macrotask: every request that does not wait for an answer is made by then
  function ask<T>(words: string, read: () => Promise<Observed<T>>): Promise<Observed<T>> {
    if (underWay.length === 0) setImmediate(finishRound);
    return new Promise((resolve) => underWay.push({ words, answer: () => resolve(read()) }));
  }

  return {
    rounds,
    get: (resource, namespace, name) =>
      ask(`get ${resource}/${name}`, () => reader.get(resource, namespace, name)),
    list: (resource, query) => ask(`list ${resource}`, () => reader.list(resource, query)),
    pages: reader.pages,
  };
}
