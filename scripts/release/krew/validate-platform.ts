import { posix } from 'node:path';
import type { FileOperation, Platform, Selector } from './types.ts';

/**
 * What krew refuses in one platform (internal/index/validation/validate.go,
 * internal/installation/move.go); empty where all is well.
 */
export const platformProblems = ({ uri, sha256, bin, files, selector }: Platform): readonly string[] => [
  ...uriProblems(uri),
  ...digestProblems(sha256),
  ...binProblems(bin),
  ...fileProblems(files),
  ...selectorProblems(selector),
];

function uriProblems(uri: unknown): readonly string[] {
  if (!isText(uri)) return ['uri is missing'];
  return URL.canParse(uri) && new URL(uri).protocol === 'https:' ? [] : [`uri ${uri} is no https address`];
}

function digestProblems(sha256: unknown): readonly string[] {
  if (!isText(sha256)) return ['sha256 is missing'];
  return /^[a-f0-9]{64}$/.test(sha256) ? [] : [`sha256 ${sha256} is not 64 lower-case hexadecimal digits`];
}

function binProblems(bin: unknown): readonly string[] {
  if (!isText(bin)) return ['bin is missing'];
  return isInside(bin) ? [] : [`bin ${bin} is outside of the installation`];
}

function fileProblems(files: readonly FileOperation[] | null | undefined): readonly string[] {
  if (files == null) return [];
  if (files.length === 0) return ['files is empty; leave it out or name files'];
  return files.flatMap(({ from, to }) => [
    ...(isText(from) ? fromProblems(from) : ['from is missing']),
    ...(isText(to) ? toProblems(to) : ['to is missing']),
  ]);
}

function fromProblems(from: string): readonly string[] {
  if (from.includes('**')) return [`from ${from} holds **, which filepath.Glob does not know`];
  return isInside(from) ? [] : [`from ${from} is outside of the archive`];
}

function toProblems(to: string): readonly string[] {
  const clean = posix.normalize(to).replace(/(?<=.)\/$/, '');
  if (to !== clean) return [`to ${to} is not clean, it should be ${clean}`];
  return isInside(to) ? [] : [`to ${to} is outside of the installation`];
}

function selectorProblems(selector: Selector | null | undefined): readonly string[] {
  if (selector == null) return ['selector is missing'];
  const { matchLabels, matchExpressions } = selector;
  const empty = [
    ...(matchLabels != null && Object.keys(matchLabels).length === 0 ? ['matchLabels is empty'] : []),
    ...(matchExpressions != null && matchExpressions.length === 0 ? ['matchExpressions is empty'] : []),
  ];
  const keys = [...Object.keys(matchLabels ?? {}), ...(matchExpressions ?? []).map(({ key }) => key)];
  if (keys.length === 0 && empty.length === 0) return ['selector is empty'];
  const operators = (matchExpressions ?? []).map(({ operator }) => operator);
  return [
    ...empty,
    ...keys
      .filter((key) => key !== 'os' && key !== 'arch')
      .map((key) => `selector key ${key} is neither os nor arch`),
    ...operators
      .filter((operator) => !['In', 'NotIn', 'Exists', 'DoesNotExist'].includes(operator))
      .map((operator) => `selector operator ${operator} is unknown`),
  ];
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isInside = (path: string) => {
  const clean = posix.normalize(path);
  return !clean.startsWith('..') && !clean.startsWith('/');
};
