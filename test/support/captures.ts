import { readdirSync, readFileSync } from 'node:fs';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { collectPod } from '../../src/evidence/collect-pod.ts';
import type { PodDiagnosis } from '../../src/model/diagnosis.ts';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { offlineReader } from '../../src/sources/files/offline-reader.ts';
import { recordedAt } from '../../src/sources/files/recorded-at.ts';

const folder = new URL('../fixtures/captures/', import.meta.url);

/** Names of the recordings, without `.json`. */
export const captureNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && file !== 'truth.json')
  .map((file) => file.replace(/\.json$/, ''))
  .sort();

/** The API objects of a recording, fresh for each caller, so that they may be edited. */
export const captureObjects = (name: string): KubeObject[] => objectsOf(new URL(`${name}.json`, folder));

/** The same of our own recordings. */
export const recordingObjects = (name: string): KubeObject[] =>
  objectsOf(new URL(`../recordings/${name}.json`, folder));

function objectsOf(file: URL): KubeObject[] {
  const list = JSON.parse(readFileSync(file, 'utf8')) as { items: KubeObject[] };
  return list.items;
}

/** The diagnoses of all Pods among these objects. */
export function diagnoseObjects(objects: readonly KubeObject[]): Promise<readonly PodDiagnosis[]> {
  const reader = offlineReader(objects);
  const observedAt = recordedAt(objects, '2026-01-01T00:00:00Z');
  const pods = objects.filter((object) => object.kind === 'Pod');
  return Promise.all(
    pods.map(async (pod) => diagnose(await collectPod(reader, pod, { source: 'file', observedAt }))),
  );
}
