import type { KubeConfig } from '@kubernetes/client-node';
import { collectPod, type Observation } from './evidence/collect-pod.ts';
import type { PodDiagnosis } from './model/diagnosis.ts';
import type { PodEvidence } from './model/evidence.ts';
import type { Report, ReportSource } from './model/report.ts';
import { fields, list, text } from './objects/fields.ts';
import { toKubeObject } from './objects/kube-object.ts';
import type { KubeObject, ObjectReader } from './objects/object-reader.ts';
import type { Format } from './report/formats.ts';
import { renderers } from './report/render-report.ts';
import { chalkFor } from './report/text/finding-lines.ts';
import { renderText } from './report/text/render-text.ts';
import { toReport } from './report/to-report.ts';
import { cachingReader } from './sources/caching-reader.ts';
import { clientNodeReader } from './sources/cluster/client-node-reader.ts';
import { offlineReader } from './sources/files/offline-reader.ts';
import { recordedAt } from './sources/files/recorded-at.ts';

/**
 * A KubeConfig of @kubernetes/client-node, by a part of it: these types hold without that package.
 */
export interface KubeConfigLike {
  getCurrentContext(): string;
  getCurrentCluster(): { readonly server: string } | null;
}

export interface PodName {
  /** Not given: the only namespace that has a Pod of the name. */
  readonly namespace?: string;
  readonly name: string;
}

/**
 * The evidence about one Pod for `diagnose`, from plain Kubernetes objects as `kubectl get -o json`
 * gives them (lists are taken apart) or as client-node's models. What they do not hold counts as
 * unknown, not as missing, unless they hold objects of that kind for the namespace. `pod` may be
 * left out where they hold one Pod. Throws a RangeError where they hold no such Pod, or several.
 */
export async function evidenceFrom(objects: object | readonly object[], pod?: PodName): Promise<PodEvidence> {
  const all = flattened(JSON.parse(JSON.stringify(objects)));
  const pods = all.filter(
    ({ kind, metadata }) =>
      kind === 'Pod' &&
      (pod === undefined || pod.name === metadata.name) &&
      (pod?.namespace === undefined || pod.namespace === (metadata.namespace ?? 'default')),
  );
  const [only, ...others] = pods;
  if (only === undefined) throw new RangeError('the objects hold no such Pod');
  if (others.length > 0) throw new RangeError(`the objects hold ${pods.length} such Pods: name one`);
  const observedAt = recordedAt(all, new Date().toISOString());
  return collect(offlineReader(all), only, { source: 'file', observedAt });
}

/**
 * The evidence about one Pod for `diagnose`, read from the cluster of a KubeConfig of
 * @kubernetes/client-node (which has to be installed). Reads alone: the Pod, its events, pull
 * secrets, ServiceAccount, node, owners, and neighbours where an image fails. What may not be read
 * is `denied` in the evidence; an Error is thrown where the Pod itself is not to be had.
 */
export async function readPod(
  kubeConfig: KubeConfigLike,
  { namespace = 'default', name }: PodName,
): Promise<PodEvidence> {
  const reader = await clientNodeReader(kubeConfig as KubeConfig);
  const pod = await reader.get('pods', namespace, name);
  if (pod.status !== 'found')
    throw new Error(
      `Pod ${namespace}/${name} could not be read: ${
        pod.status === 'absent' ? 'not found' : pod.status === 'denied' ? 'forbidden' : pod.problem
      }`,
    );
  return collect(reader, pod.value, { source: 'cluster', observedAt: new Date().toISOString() });
}

const collect = (reader: ObjectReader, pod: KubeObject, observation: Observation) =>
  collectPod(cachingReader(reader), pod, observation);

function flattened(value: unknown): readonly KubeObject[] {
  if (Array.isArray(value)) return value.flatMap(flattened);
  const object = fields(value);
  if (Array.isArray(object['items'])) {
    const kind = text(object['kind']).replace(/List$/, '');
    const typed = kind === '' ? {} : { kind, apiVersion: object['apiVersion'] };
    return list(object['items']).flatMap((item) => flattened({ ...typed, ...fields(item) }));
  }
  const known = toKubeObject(object);
  return known === null ? [] : [known];
}

/**
 * The report of these diagnoses: the machine contract, as `-o json` of the program prints it.
 * `version` and `source` are the caller's.
 */
export const reportOf = (
  diagnoses: readonly PodDiagnosis[],
  { version, source }: { readonly version: string; readonly source: ReportSource },
): Report => toReport(diagnoses, { version, source, podsScanned: diagnoses.length, connection: [] });

export interface TextOptions {
  /**
   * Columns that prose is wrapped at: 80 unless given, 40 at least. Commands and messages are never
   * wrapped.
   */
  readonly width?: number;
  /** With the colours of a terminal; without unless given. */
  readonly color?: boolean;
}

/** A report as the program's `-o` prints it. The options are those of `text`. */
export const renderReport = (
  report: Report,
  form: Format,
  { width = 80, color = false }: TextOptions = {},
): string =>
  form === 'text'
    ? renderText(report, null, { width: Math.max(40, width), chalk: chalkFor(color) })
    : renderers[form](report, null);
