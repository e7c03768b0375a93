import type { KubeObject } from '../../objects/object-reader.ts';
import { decodeText } from './decode-text.ts';
import { readDocuments } from './documents.ts';
import { checkSize, InputError, type Limits } from './input-limits.ts';

/** A file of a folder or archive. `path` is relative to it; `name` is what the user knows it by. */
export interface TextFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Files that may hold objects; logs and all else are left alone. */
export const mayHoldObjects = (path: string): boolean => /\.(?:json|ya?ml)$/.test(path);

/**
 * What a support bundle of troubleshoot.sh calls its lists of objects; older ones do not say the
 * kind inside.
 */
const bundleKinds: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    pods: 'Pod',
    events: 'Event',
    nodes: 'Node',
    namespaces: 'Namespace',
    serviceaccounts: 'ServiceAccount',
    deployments: 'Deployment',
    replicasets: 'ReplicaSet',
    statefulsets: 'StatefulSet',
    daemonsets: 'DaemonSet',
    jobs: 'Job',
    cronjobs: 'CronJob',
  }),
);

/** `cluster-resources/pods/NAMESPACE.json`, `cluster-resources/nodes.json`. */
const inBundle = /(?:^|\/)cluster-resources\/([a-z]+)(?:\/[^/]+)?\.json$/;
const ofBundle = /(?:^|\/)cluster-resources\//;

/**
 * The objects of all files, in the order of their paths. In a support bundle, what lies beside its
 * cluster-resources need not be readable: it holds the output of other programs. With `located` the
 * objects know where they stand.
 */
export async function readFiles(
  files: AsyncIterable<TextFile>,
  origin: string,
  limits: Limits,
  located = false,
): Promise<readonly KubeObject[]> {
  const read: { readonly path: string; readonly objects: readonly KubeObject[] }[] = [];
  const problems: { readonly path: string; readonly problem: InputError }[] = [];
  let size = 0;
  for await (const { path, name, bytes } of files) {
    size += bytes.length;
    checkSize(`what ${origin} holds in .json and .yaml files`, size, limits.texts);
    try {
      const objects = objectsOf(bytes, path, name, limits, located);
      if (objects !== null) read.push({ path, objects });
    } catch (problem) {
      if (!(problem instanceof InputError)) throw problem;
      problems.push({ path, problem });
    }
  }
  const isBundle = read.some(({ path }) => ofBundle.test(path));
  const [first] = problems.filter(({ path }) => !isBundle || ofBundle.test(path)).sort(byPath);
  if (first !== undefined) throw first.problem;
  if (read.length === 0)
    throw new InputError(`${origin} holds no Kubernetes objects in .json or .yaml files`);
  return read.sort(byPath).flatMap(({ objects }) => objects);
}

const byPath = (a: { readonly path: string }, b: { readonly path: string }) => (a.path < b.path ? -1 : 1);

function objectsOf(bytes: Uint8Array, path: string, name: string, limits: Limits, located: boolean) {
  const content = decodeText(bytes, name);
  const kind = bundleKinds.get(inBundle.exec(path)?.[1] ?? '');
  const file = located ? name : undefined;
  return content.trim() === '' ? null : readDocuments(content, name, { mostYaml: limits.yaml, kind, file });
}
