import type { Report, ReportPod } from '../model/report.ts';

/** `pod/web`; in a preflight, where a template stands for its Pods, the object that holds it: `deployment/web`. */
export const podTitle = ({ name, owner }: ReportPod, kind: Report['kind']): string =>
  `${kind === 'PreflightReport' ? (owner?.kind.toLowerCase() ?? 'pod') : 'pod'}/${name}`;
