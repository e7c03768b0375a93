import type { Report } from '../model/report.ts';
import { podFails, podTitle, podWords } from './view.ts';

/**
 * `pod/NAME` of each failing Pod, a line each: kubectl's `-o name`, which has no namespaces either.
 * Of several clusters a line is the words of a command, `pod/web -n shop --context=east`.
 */
export const renderName = ({ pods, kind }: Report): string =>
  pods
    .filter(podFails)
    .map((pod) => {
      const words = pod.context === null ? null : podWords(pod);
      return words === null ? `${podTitle(pod, kind)}\n` : `pod/${words}\n`;
    })
    .join('');
