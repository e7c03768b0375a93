import { describe, expect, it } from 'vitest';
import { originOf } from '../../../src/objects/attached-origin.ts';
import { readDocuments } from '../../../src/sources/files/documents.ts';

const image = ['spec', 'containers', 0, 'image'];
const placesOf = (content: string, keys: readonly (string | number)[] = image) =>
  (readDocuments(content, 'x', { file: 'x.yaml' }) ?? []).map((object) => {
    const place = originOf(object)?.(keys) ?? null;
    return place === null ? null : [place.line, place.column, place.template];
  });

const pod = (image: string) => `kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: app
      image: ${image}
`;

describe('the place of a value in a manifest', () => {
  it('of several documents, behind empty lines and a byte order mark', () => {
    expect(placesOf(pod('a'))).toEqual([[6, 14, null]]);
    expect(placesOf(`\n\n---\n${pod('a')}---\n${pod('"b"')}`)).toEqual([
      [9, 14, null],
      [16, 14, null],
    ]);
    expect(placesOf(`\ufeff# c\r\n${pod('a').replaceAll('\n', '\r\n')}`)).toEqual([[7, 14, null]]);
  });

  it('in flow style, in a List, in JSON', () => {
    expect(placesOf('{kind: Pod, metadata: {name: x}, spec: {containers: [{image: a}]}}')).toEqual([
      [1, 62, null],
    ]);
    const items = `apiVersion: v1\nkind: List\nitems:\n- ${pod('a').trim().replaceAll('\n', '\n  ')}\n`;
    expect(placesOf(items)).toEqual([[9, 16, null]]);
    const json = JSON.stringify(
      { kind: 'Pod', metadata: { name: 'x' }, spec: { containers: [{ image: 'a' }] } },
      null,
      1,
    );
    expect(placesOf(`\n${json}`)).toEqual([[10, 14, null]]);
  });

  it('of an alias is the alias, of what came by a merge the mapping that merges', () => {
    expect(placesOf(`x: &i a\n${pod('*i')}`)).toEqual([[7, 14, null]]);
    const merged = 'kind: Pod\nmetadata: {name: x}\nx: &c {image: a}\nspec:\n  containers:\n    - <<: *c\n';
    expect(placesOf(merged)).toEqual([[6, 7, null]]);
  });

  it("is Helm's template where the document says so", () => {
    const rendered = `---\n# Source: shop/templates/web.yaml\n${pod('a')}---\n${pod('b')}`;
    expect(placesOf(rendered)).toEqual([
      [8, 14, 'shop/templates/web.yaml'],
      [15, 14, null],
    ]);
    expect(placesOf(rendered.slice(4))).toEqual([
      [7, 14, 'shop/templates/web.yaml'],
      [14, 14, null],
    ]);
  });

  it('is not kept unless it is asked for', () => {
    const [object] = readDocuments(pod('a'), 'x') ?? [];
    expect(object && originOf(object)).toBeUndefined();
  });
});
