import { expect, it } from 'vitest';
import { toKubeObject } from '../../src/objects/kube-object.ts';

it.each([
  [{}, null],
  [{ metadata: null }, null],
  [{ metadata: { name: '' } }, null],
  [{ metadata: { name: ['web'] } }, null],
  [
    { kind: 'Pod', metadata: { name: 'web', namespace: 'shop', labels: { a: 'b' } }, spec: {} },
    { kind: 'Pod', metadata: { name: 'web', namespace: 'shop', labels: { a: 'b' } }, spec: {} },
  ],
  [
    { metadata: { name: 'web', namespace: ['shop'], uid: 7, creationTimestamp: {}, generation: 2 } },
    { metadata: { name: 'web', generation: 2 } },
  ],
  [{ metadata: { name: 'web', creationTimestamp: null } }, { metadata: { name: 'web' } }],
])('%j', (object, known) => expect(toKubeObject(object)).toEqual(known));
