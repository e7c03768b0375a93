import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toRuleList } from '../../src/report/rule-list.ts';
import { toReport } from '../../src/report/to-report.ts';
import { rules } from '../../src/rules/index.ts';
import { arbitraryScene } from '../support/arbitrary-scene.ts';
import { diagnosePod } from '../support/evidence.ts';
import { login, pullSecret } from '../support/objects.ts';
import { expectValid, schemaErrors } from '../support/report-schema.ts';
import { defaultImage } from '../support/scene.ts';
import { unauthorized } from '../support/words.ts';

describe('documents against the schema', () => {
  const context = {
    version: '1.2.3',
    source: { kind: 'cluster', context: null },
    podsScanned: 1,
    connection: [],
  } as const;
  const failing = async () =>
    toReport(
      [
        await diagnosePod({
          says: unauthorized(defaultImage),
          secrets: { regcred: pullSecret({ 'registry.acme.io:5000': login('janedoe', 'x') }) },
        }),
      ],
      context,
    );

  /** A copy of the report whose first image is changed. */
  const edited = async (change: (image: Record<string, unknown>) => void) => {
    const copy = structuredClone(await failing());
    change(copy.pods[0]?.images[0] as unknown as Record<string, unknown>);
    return schemaErrors('Report', copy);
  };

  it('a report and the empty one are valid', async () => {
    expectValid('Report', await failing());
    expectValid('Report', toReport([], context));
  });

  it('a property that a later version adds is valid', async () => {
    expect(
      await edited((image) => {
        image['layers'] = 7;
      }),
    ).toEqual([]);
  });

  it.each<[string, (image: Record<string, unknown>) => void]>([
    [
      '/pods/0/images/0/status must be equal to one of the allowed values',
      (image) => {
        image['status'] = 'broken';
      },
    ],
    [
      '/pods/0/images/0/error/label must be equal to one of the allowed values',
      (image) => {
        image['error'] = { label: 'bad-luck', text: '' };
      },
    ],
    [
      "/pods/0/images/0 must have required property 'cause'",
      (image) => {
        delete image['cause'];
      },
    ],
    [
      '/pods/0/images/0/findings/0/why must NOT have fewer than 1 items',
      (image) => {
        (image['findings'] as { why: unknown[] }[])[0]!.why = [];
      },
    ],
    [
      '/pods/0/images/0/cause must match pattern "^[a-z0-9]+(-[a-z0-9]+)*$"',
      (image) => {
        image['cause'] = 'Not A Rule';
      },
    ],
  ])('not valid: %s', async (error, change) => expect(await edited(change)).toEqual([error]));

  it('whatever is around a Pod, its report is valid', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryScene, async (scene) => {
        expectValid('Report', toReport([await diagnosePod(scene)], context));
      }),
      { numRuns: 150 },
    );
  });

  it('the list of rules is valid', () => {
    const list = toRuleList(rules, '1.2.3');
    expectValid('RuleList', list);
    expect(schemaErrors('RuleList', { ...list, rules: [{ rule: 'x' }] })).not.toEqual([]);
    expect(schemaErrors('Report', list)).not.toEqual([]);
  });
});
