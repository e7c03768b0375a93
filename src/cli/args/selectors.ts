import { parseFieldSelector, podFields } from '../../objects/field-selector.ts';
import { readLabelSelector } from '../../objects/label-selector.ts';
import { UsageError } from './argv.ts';

interface SelectorFlags {
  readonly selector?: string | undefined;
  readonly 'field-selector'?: string | undefined;
  readonly from?: string | undefined;
}

/**
 * Refuses selectors that are none, before anything is read. Which fields select Pods, a server
 * knows better.
 */
export function checkSelectors({
  selector = '',
  'field-selector': fieldSelector = '',
  from,
}: SelectorFlags): void {
  if (readLabelSelector(selector) === null)
    throw new UsageError(`--selector "${selector}" is no label selector, such as app=web,tier!=cache`);
  const terms = parseFieldSelector(fieldSelector);
  if (terms === null)
    throw new UsageError(
      `--field-selector "${fieldSelector}" is no field selector, such as status.phase=Pending`,
    );
  const unknown = terms.find(({ path }) => !podFields.includes(path));
  if (from !== undefined && unknown !== undefined)
    throw new UsageError(
      `--field-selector knows no field "${unknown.path}" of Pods, only ${podFields.join(', ')}`,
    );
}
