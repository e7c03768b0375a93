import { InputError } from './input-error.ts';

/** No object of Kubernetes nests a tenth as deep, and whatever walks one or writes it out has to end. */
export const deepest = 1000;

export const tooDeep = (origin: string): InputError =>
  new InputError(`${origin} holds objects that are nested too deeply`);

/** Refuses a value that is nested too deeply, or that holds itself, as YAML's aliases can say. */
export function checkNesting(value: unknown, origin: string, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > deepest) throw tooDeep(origin);
  for (const inner of Object.values(value)) checkNesting(inner, origin, depth + 1);
}
