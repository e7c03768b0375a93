import { describe, expect, it } from 'vitest';
import { selectorOf } from '../../../src/evidence/workload/selector.ts';

const of = (selector: unknown) => selectorOf({ metadata: { name: 'web' }, spec: { selector } });

describe('a workload selector in the grammar of kubectl', () => {
  it.each([
    [{ matchLabels: { app: 'web', tier: 'front' } }, 'app=web,tier=front'],
    [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b'] }] }, 'app in (a,b)'],
    [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['a'] }] }, 'app notin (a)'],
    [
      {
        matchLabels: { app: 'web' },
        matchExpressions: [
          { key: 'x', operator: 'Exists' },
          { key: 'y', operator: 'DoesNotExist' },
        ],
      },
      'app=web,x,!y',
    ],
    [{ matchExpressions: [{ key: 'x', operator: 'Sideways' }] }, null],
    [{}, null],
    [undefined, null],
    ['text', null],
  ])('%j', (selector, written) => {
    expect(of(selector)).toBe(written);
  });
});
