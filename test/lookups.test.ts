import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Sources without comments and literals, by path. */
const sources = globSync('src/**/*.ts').map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** Plain data of others, or of a public type, by the names under which it is passed around. */
const records = ['elsewhere', 'labels', 'annotations', 'data', 'stringData', 'auths', 'facts', 'extra'];
const computed = new RegExp(`\\b(?:${records.join('|')})\\[(?!['"])([^\\]]+)\\]`, 'g');
const ofFields = /\bfields\((?:[^()]|\([^()]*\))*\)\[(?!['"])([^\]]+)\]/g;

/** Where a plain object is asked by a word that is checked first, or that is our own. */
const allowed = new Set([
  // behind Object.hasOwn
  'src/objects/label-selector.ts labels[key]',
  'src/rules/pull-secret-missing.ts elsewhere[name]',
  'src/objects/field-selector.ts fields(at)[key]',
  // own keys of the manifest, by Object.entries and Object.keys
  'src/evidence/workload/misplaced.ts fields(value)[key]',
  // constants
  'src/sources/collection/probes.ts fields(error)[name]',
  "src/sources/collection/replay.ts fields(secret.metadata['annotations'])[readingAnnotation]",
  "src/evidence/workload/workload-pods.ts fields(object.metadata['labels'])[name]",
  "src/evidence/verify/verify-pod.ts fields(pod.metadata['labels'])[label]",
  "src/evidence/verify/plan-verify.ts fields(fields(template['metadata'])['labels'])[key]",
]);

describe('a word of the cluster', () => {
  it('finds its way through Maps: no table of the sources is a plain object', () => {
    const tables = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/const (\w+): (?:Readonly<\s*)?(?:Partial<\s*)?Record<\s*string\b/g)].map(
        ([, name]) => `${path} ${name}`,
      ),
    );
    expect(tables).toEqual([]);
  });

  it('is asked of no plain object without Object.hasOwn', () => {
    const asked = sources.flatMap(({ path, text }) =>
      [computed, ofFields].flatMap((pattern) =>
        [...text.matchAll(pattern)].map(([found]) => `${path} ${found}`),
      ),
    );
    expect(asked.filter((one) => !allowed.has(one))).toEqual([]);
  });

  it('names no field that is assigned, so that __proto__ is no prototype', () => {
    const assigned = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/(\w+)\[(?!['"\d])([a-z]\w*)\] = /g)].map(
        ([, name, key]) => `${path} ${name}[${key}]`,
      ),
    );
    expect(new Set(assigned)).toEqual(
      new Set([
        // keys of our own
        'src/kubelet/credentials/docker-config-entry.ts texts[known]',
        'src/api-client/http/env-proxy.ts url[part]',
        // a list
        'src/cli/args/argv.ts kept[earlier]',
      ]),
    );
  });
});
