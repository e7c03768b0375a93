import { visible } from '../text/visible.ts';

/** What a report without Pods says. `namespace` is where the program looked; null for everywhere. */
export const noProblem = (namespace: string | null, podsScanned: number): string =>
  `no pull problem${namespace === null ? '' : ` in namespace ${visible(namespace)}`} (${podsScanned} Pods looked at)`;
