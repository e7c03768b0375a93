import type { Stage } from '../model/finding.ts';

/** The machine contract of `explain -o json`. */
export interface RuleList {
  readonly apiVersion: 'pullcheck/v1';
  readonly kind: 'RuleList';
  readonly version: string;
  readonly rules: readonly {
    readonly rule: string;
    readonly title: string;
    readonly stage: Stage;
    readonly docs: string;
  }[];
}

interface Listed {
  readonly id: string;
  readonly title: string;
  readonly stage: Stage;
}

export const toRuleList = (rules: readonly Listed[], version: string): RuleList => ({
  apiVersion: 'pullcheck/v1',
  kind: 'RuleList',
  version,
  rules: rules
    .map(({ id, title, stage }) => ({ rule: id, title, stage, docs: `docs/rules/${id}.md` }))
    .sort((a, b) => (a.rule < b.rule ? -1 : 1)),
});

/** One rule a line: its id, and what state it names. */
export function renderRuleList({ rules }: RuleList, form: 'text' | 'name'): string {
  if (form === 'name') return rules.map(({ rule }) => `${rule}\n`).join('');
  const width = Math.max(...rules.map(({ rule }) => rule.length));
  return rules.map(({ rule, title }) => `${rule.padEnd(width)}  ${title}\n`).join('');
}
