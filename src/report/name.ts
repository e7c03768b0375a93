import type { Report } from '../model/report.ts';
import { podFails, podTitle } from './view.ts';

/** `pod/NAME` of each failing Pod, a line each: kubectl's `-o name`, which has no namespaces either. */
export const renderName = ({ pods, kind }: Report): string =>
  pods
    .filter(podFails)
    .map((pod) => `${podTitle(pod, kind)}\n`)
    .join('');
