import type { FlagShape } from './command-table.ts';
import type { Line } from './read-line.ts';
import { type Candidate, nothing, type Values } from './values.ts';

/** Flags that look for objects: they and names exclude each other. */
const searching = ['all-namespaces', 'selector', 'field-selector', 'contexts', 'all-contexts'];

/** Whether the line looks for objects rather than naming them. */
export const isSearch = ({ flags }: Line): boolean =>
  searching.some((name) => ![undefined, 'false'].includes(flags.get(name)?.at(-1)));

const help: FlagShape = { name: 'help', description: 'print the help of the command', repeatable: false };

/** The flags that may still be given. */
export const flagNames = (line: Line, flags: readonly FlagShape[]): readonly Candidate[] =>
  [...flags, help]
    .filter(({ name, repeatable }) => repeatable || !line.flags.has(name))
    .filter(({ name }) => line.words.length === 0 || !searching.includes(name))
    .flatMap(({ name, char, description }) => [
      { value: `--${name}`, description },
      ...(char === undefined ? [] : [{ value: `-${char}`, description }]),
    ]);

const files: Values = { kind: 'files' };

/** What the flags without an enumeration take, where it can be looked up. */
const valuesByName: ReadonlyMap<string, Values> = new Map<string, Values>([
  ['namespace', { kind: 'objects', resource: 'namespaces' }],
  ['serviceaccount', { kind: 'objects', resource: 'serviceaccounts' }],
  ['secret', { kind: 'objects', resource: 'secrets' }],
  ['node', { kind: 'objects', resource: 'nodes' }],
  ['contexts', { kind: 'kubeconfig', entries: 'contexts' }],
  ['context', { kind: 'kubeconfig', entries: 'contexts' }],
  ['cluster', { kind: 'kubeconfig', entries: 'clusters' }],
  ['user', { kind: 'kubeconfig', entries: 'users' }],
  ['from', files],
  ['output-file', files],
  ['filename', files],
  ['kubeconfig', files],
  ['certificate-authority', files],
  ['client-certificate', files],
  ['client-key', files],
]);

export function flagValues(flag: FlagShape | undefined): Values {
  if (flag === undefined) return nothing;
  if (flag.options === undefined) return valuesByName.get(flag.name) ?? nothing;
  return { kind: 'fixed', candidates: flag.options.map((value) => ({ value })) };
}
