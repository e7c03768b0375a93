import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../src/objects/object-reader.ts';
import { readDocuments } from '../../../src/sources/files/documents.ts';
import { InputError } from '../../../src/sources/files/input-limits.ts';
import { base64 } from '../../support/objects.ts';

const pod = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name } });
const json = (...values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join('');
const read = (content: string) => readDocuments(content, 'dump.yaml');
const named = (objects: readonly KubeObject[] | null) =>
  objects?.map(({ kind, metadata }) => `${kind}/${metadata.name}`);

describe('readDocuments', () => {
  it.each([
    ['one object', json(pod('a')), ['Pod/a']],
    ['a List', json({ kind: 'List', items: [pod('a'), pod('b')] }), ['Pod/a', 'Pod/b']],
    [
      'a PodList, whose items have no kind',
      json({ apiVersion: 'v1', kind: 'PodList', items: [{ metadata: { name: 'a' } }] }),
      ['Pod/a'],
    ],
    [
      'Lists in a List',
      json({
        kind: 'List',
        items: [
          { kind: 'List', items: [pod('a')] },
          { kind: 'List', items: [pod('b')] },
        ],
      }),
      ['Pod/a', 'Pod/b'],
    ],
    ['an array', json([pod('a'), pod('b')]), ['Pod/a', 'Pod/b']],
    [
      'documents in a row',
      json(pod('a'), pod('b'), { kind: 'List', items: [pod('c')] }),
      ['Pod/a', 'Pod/b', 'Pod/c'],
    ],
    ['documents in lines', `${json(pod('a'))}\n\n${JSON.stringify(pod('b'), null, 2)}\n`, ['Pod/a', 'Pod/b']],
    ['a byte order mark', `\uFEFF${json(pod('a'))}`, ['Pod/a']],
    ['a byte order mark before YAML', '\uFEFFkind: Pod\nmetadata: {name: a}\n', ['Pod/a']],
    [
      'line ends of Windows',
      'kind: Pod\r\nmetadata:\r\n  name: a\r\n---\r\nkind: Pod\r\nmetadata:\r\n  name: b\r\n',
      ['Pod/a', 'Pod/b'],
    ],
    [
      'YAML documents',
      '---\nkind: Pod\nmetadata: {name: a}\n---\n# nothing\n---\nkind: PodList\nitems:\n- metadata: {name: b}\n...\n',
      ['Pod/a', 'Pod/b'],
    ],
    ['a comment before JSON', `# kubectl get pod\n${json(pod('a'))}`, ['Pod/a']],
    [
      'braces and escaped quotes in texts',
      json(pod('a'), { ...pod('b'), data: '}"{\\"[' }, pod('c')),
      ['Pod/a', 'Pod/b', 'Pod/c'],
    ],
    ['no items', json({ kind: 'List', items: [] }), []],
    ['items: null', json({ kind: 'PodList', items: null }), []],
    ['items left out', 'kind: PodList\n', []],
    ['items that are no objects', json({ kind: 'PodList', items: [null, 5, 'x', [], pod('a')] }), ['Pod/a']],
    [
      'objects without a name',
      json({ kind: 'List', items: [{ kind: 'Pod' }, { kind: 'Pod', metadata: { name: 5 } }] }),
      [],
    ],
    [
      'a kind that ends in List and has a spec',
      json({ kind: 'AllowList', metadata: { name: 'a' }, spec: {} }),
      ['AllowList/a'],
    ],
  ])('%s', (_, content, objects) => expect(named(read(content))).toEqual(objects));

  it('items of a list get its apiVersion, and keep their own', () => {
    const items = [{ metadata: { name: 'a' } }, { apiVersion: 'v1', kind: 'Event', metadata: { name: 'b' } }];
    const objects = read(json({ apiVersion: 'events.k8s.io/v1', kind: 'EventList', items }));
    expect(objects?.map((one) => [one.apiVersion, one.kind])).toEqual([
      ['events.k8s.io/v1', 'Event'],
      ['v1', 'Event'],
    ]);
  });

  it('texts that look like other types stay texts where they are quoted', () => {
    expect(read('kind: Pod\nmetadata: {name: "1.10"}\nspec: {nodeName: "on"}\n')).toEqual([
      { kind: 'Pod', metadata: { name: '1.10' }, spec: { nodeName: 'on' } },
    ]);
  });

  it.each(['', 'hello there', '{"a":1}', '[]', '42', '- a\n- b\n', '[[{"kind":"Pod"}]]', 'kind: [Pod]'])(
    '%j holds nothing of Kubernetes',
    (content) => expect(read(content)).toBeNull(),
  );
});

describe('texts that cannot be read', () => {
  const deep = (depth: number) =>
    '{"kind":"List","items":['.repeat(depth) + json(pod('a')) + ']}'.repeat(depth);
  const laughs = 'abcdefghi'
    .split('')
    .map(
      (key, index) => `${key}: &${key} [${Array(9).fill(index === 0 ? 'x' : `*${'abcdefghi'[index - 1]}`)}]`,
    )
    .join('\n');

  /** Of twenty anchors in turn: one alone may not be referred to so often. */
  const aliases = (many: number) => {
    const anchors = Array.from({ length: 20 }, (_, at) => `&n${at} x`);
    const uses = Array.from({ length: many }, (_, at) => `*n${at % 20}`);
    return `kind: Pod\nmetadata: {name: a}\nspec: {all: [${[...anchors, ...uses].join(', ')}]}\n`;
  };

  it.each([
    ['<!DOCTYPE html><html></html>', 'dump.yaml holds HTML or XML, not Kubernetes objects'],
    ['{"kind":"Pod","metadata":{"na', 'dump.yaml holds JSON that ends too early or is damaged'],
    [`${json(pod('a'))},${json(pod('b'))}`, 'dump.yaml holds JSON that ends too early or is damaged'],
    [`${json(pod('a'))}]`, 'dump.yaml holds JSON that ends too early or is damaged'],
    [
      'kind: Pod\nmetadata: {name: a}\n---\na: [b\nc: }',
      'dump.yaml is neither JSON nor YAML (line 5), nor the text of kubectl describe pod, kubectl get events or an error of a pull',
    ],
    [
      'kind: Pod\nkind: Pod\n',
      'dump.yaml is neither JSON nor YAML (line 2), nor the text of kubectl describe pod, kubectl get events or an error of a pull',
    ],
    [`kind: Pod\n${laughs}`, 'dump.yaml holds YAML whose aliases cannot be resolved'],
    ['kind: Pod\nspec: *nowhere\n', 'dump.yaml holds YAML whose aliases cannot be resolved'],
    [aliases(1001), 'dump.yaml holds more YAML aliases than are resolved: write it with -o json'],
    [deep(20_000), 'dump.yaml holds objects that are nested too deeply'],
    [
      `[${json(pod('a'))},${'['.repeat(20_000)}${']'.repeat(20_000)}]`,
      'dump.yaml holds objects that are nested too deeply',
    ],
  ])('%.40j', (content, message) => {
    const before = performance.now();
    expect(() => read(content)).toThrow(new InputError(message));
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it('as many aliases as are resolved, and stars that are none, are read', () => {
    expect(read(aliases(1000))).toHaveLength(1);
    const bullets = `${json(pod('a')).slice(0, -1)},"data":${json(' *bold* and\n - *others'.repeat(2000))}}`;
    expect(read(bullets)).toHaveLength(1);
    expect(read(`kind: Pod\nmetadata: {name: a}\ndata: |\n${'  - *bold*\n'.repeat(2000)}`)).toHaveLength(1);
  });

  it('a Secret is not quoted', () => {
    const password = base64('correct horse');
    for (const damaged of [
      `{"kind":"Secret","data":{"a":"${password}"`,
      `kind: Secret\ndata:\n  a: ${password}\n b: [`,
    ])
      expect(() => read(damaged)).toThrow(expect.not.stringContaining(password));
    expect(() => read(`{"kind":"Secret","data":{"a":"${password}"`)).toThrow(InputError);
  });

  it('fails with InputError and with nothing else', () => {
    const soup = fc.array(
      fc.constantFrom(
        ...[
          '{',
          '}',
          '[',
          ']',
          ':',
          ',',
          '"',
          "'",
          '\n',
          '  ',
          '- ',
          '---\n',
          '#',
          '|',
          '>',
          '&a ',
          '*a',
          '!!binary ',
          '<<: ',
          '? ',
        ],
        ...[
          '"kind"',
          'kind: Pod\n',
          '"Pod"',
          '"PodList"',
          'items: ',
          'metadata: {name: a}',
          'null',
          '1e9',
          '%YAML 1.1\n',
          '\\',
          '\t',
          '\u0000',
        ],
      ),
      { maxLength: 30 },
    );
    const cut = fc
      .tuple(
        fc.constantFrom(
          json(pod('a'), { kind: 'List', items: [pod('b')] }),
          'kind: List\nitems:\n- kind: Pod\n  metadata: {name: "a"}\n',
        ),
        fc.nat(80),
      )
      .map(([content, end]) => content.slice(0, end));
    const text = fc.oneof(
      soup.map((words) => words.join('')),
      cut,
      fc.string({ unit: 'binary' }),
      fc.json(),
    );
    fc.assert(
      fc.property(text, (content) => {
        try {
          for (const { kind, metadata } of read(content) ?? []) {
            expect(typeof kind).toBe('string');
            expect(metadata.name).not.toBe('');
          }
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect((error as Error).message).toMatch(/^dump\.yaml .+$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
