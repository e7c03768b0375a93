import { found, type Observed } from '../model/observed.ts';

/** The same answer with its value converted. */
export function mapObserved<A, B>(observed: Observed<A>, convert: (value: A) => B): Observed<B> {
  return observed.status === 'found' ? found(convert(observed.value)) : observed;
}
