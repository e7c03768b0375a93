export { type DiagnoseOptions, diagnose } from './diagnosis/diagnose.ts';
export { parseImageReference } from './kubelet/image/image-reference.ts';
export type * from './kubelet/match-credentials.ts';
export { matchCredentials } from './kubelet/match-credentials.ts';
export {
  evidenceFrom,
  type KubeConfigLike,
  type PodName,
  readPod,
  renderReport,
  reportOf,
  type TextOptions,
} from './library.ts';
export type * from './model/diagnosis.ts';
export type * from './model/evidence.ts';
export type * from './model/finding.ts';
export {
  absent,
  denied,
  failed,
  found,
  type ObjectRef,
  type Observed,
  type Permission,
} from './model/observed.ts';
export { type PullError, type PullErrorLabel, pullErrorLabels } from './model/pull-error.ts';
export type * from './model/pull-secret.ts';
export type * from './model/report.ts';
export { type Sealed, seal } from './model/sealed.ts';
export type * from './model/simulation.ts';
export { classifyPullError } from './pull-error/classify.ts';
