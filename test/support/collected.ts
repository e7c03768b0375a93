import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { collectPod, type Observation } from '../../src/evidence/collect-pod.ts';
import type { PodDiagnosis } from '../../src/model/diagnosis.ts';
import type { KubeObject, ObjectReader } from '../../src/objects/object-reader.ts';
import { placeOf, toCollectionObject } from '../../src/sources/collection/format.ts';
import { collectingReader } from '../../src/sources/collection/record.ts';
import { redact } from '../../src/sources/collection/redact.ts';
import { readDocuments } from '../../src/sources/files/documents.ts';
import { offlineReader } from '../../src/sources/files/offline-reader.ts';
import { secretValues } from './secret-values.ts';

/** What `collect` writes about these Pods, as JSON. */
export async function collect(
  reader: ObjectReader,
  pods: readonly KubeObject[],
  occasion: Observation,
): Promise<string> {
  const collecting = collectingReader(reader);
  for (const pod of pods) {
    collecting.keep(pod);
    await collectPod(collecting.reader, pod, occasion);
  }
  const collection = toCollectionObject({
    collectedAt: occasion.observedAt,
    version: '0.0.0',
    pods: pods.map(placeOf),
    reads: collecting.reads(),
  });
  const items = [collection, ...redact(collecting.objects())];
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

/** The diagnoses of these Pods, read from a reader. */
export async function diagnoseAll(
  reader: ObjectReader,
  pods: readonly KubeObject[],
  occasion: Observation,
): Promise<readonly PodDiagnosis[]> {
  const evidence = await Promise.all(
    pods.map(async ({ metadata: { namespace = 'default', name } }) => {
      const pod = await reader.get('pods', namespace, name);
      if (pod.status !== 'found') throw new Error(`Pod ${name} is ${pod.status}`);
      return collectPod(reader, pod.value, occasion);
    }),
  );
  return evidence.map((one) => diagnose(one));
}

/** A reader of a collected file. */
export const readerOf = (file: string): ObjectReader => offlineReader(readDocuments(file, 'file') ?? []);

const piece = 8;

/**
 * Every run of eight characters, white space and letter case aside: a part of a credential is one
 * too.
 */
export function piecesOf(text: string): ReadonlySet<string> {
  const plain = text.toLowerCase().replaceAll(/\s/g, '');
  const pieces = new Set<string>();
  for (let at = 0; at + piece <= plain.length; at++) pieces.add(plain.slice(at, at + piece));
  return pieces;
}

/**
 * The pieces of the Secrets' credentials that a collected file shows. Pieces of user names, of the
 * names of facts and of what other objects say do not count.
 */
export function credentialPieces(file: string, objects: readonly KubeObject[]): readonly string[] {
  const values = secretValues(objects);
  const others = [
    ...objects.filter(({ kind }) => kind !== 'Secret'),
    ...objects.map(({ metadata }) => [metadata.namespace, metadata.name]),
  ].map((other) => JSON.stringify(other));
  const users = values.flatMap((value) => /^[\w$.+-]+(?=:)/.exec(value) ?? []);
  const harmless = piecesOf(['passwordLength', ...users, ...others].join('\n'));
  const shown = piecesOf(file);
  return values.flatMap((value) =>
    [...piecesOf(value)].filter((one) => shown.has(one) && !harmless.has(one)),
  );
}
