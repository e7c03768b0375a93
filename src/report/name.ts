import type { Report } from '../model/report.ts';
import { failingPods } from './image-verdict.ts';
import { podTitle } from './pod-title.ts';

/** `pod/NAME` of each failing Pod, a line each: kubectl's `-o name`, which has no namespaces either. */
export const renderName = ({ pods, kind }: Report): string =>
  failingPods(pods)
    .map((pod) => `${podTitle(pod, kind)}\n`)
    .join('');
