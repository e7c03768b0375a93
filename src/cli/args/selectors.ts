import { parseFieldSelector, podFields } from '../../objects/field-selector.ts';
import { readLabelSelector } from '../../objects/label-selector.ts';
import { ArgumentProblem } from './argv.ts';

interface SelectorFlags {
  readonly selector?: string | undefined;
  readonly 'field-selector'?: string | undefined;
  readonly from?: string | undefined;
}

/** Refuses selectors that are none, before anything is read. Which fields select Pods, a server knows better. */
export function checkSelectors({
  selector = '',
  'field-selector': fieldSelector = '',
  from,
}: SelectorFlags): void {
  if (readLabelSelector(selector) === null)
    throw new ArgumentProblem(`--selector "${selector}" is no label selector, such as app=web,tier!=cache`);
  const terms = parseFieldSelector(fieldSelector);
  if (terms === null)
    throw new ArgumentProblem(
      `--field-selector "${fieldSelector}" is no field selector, such as status.phase=Pending`,
    );
  const unknown = terms.find(({ path }) => !podFields.includes(path));
  if (from !== undefined && unknown !== undefined)
    throw new ArgumentProblem(
      `--field-selector knows no field "${unknown.path}" of Pods, only ${podFields.join(', ')}`,
    );
}
