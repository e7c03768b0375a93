import type { Fields } from './fields.ts';

/** Whether an object's labels satisfy a selector. */
export type LabelTest = (labels: Fields) => boolean;

/**
 * Reads a selector in kubectl's grammar: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`,
 * `!a`, `a>1`, `a<1`, joined by commas (apimachinery pkg/labels/selector.go). An empty selector is
 * satisfied by everything; null for a text that is no selector.
 */
export function readLabelSelector(selector: string): LabelTest | null {
  if (selector.trim() === '') return () => true;
  const tests = splitTerms(selector).map((term) => readTerm(term.trim()));
  const known = tests.filter((test) => test !== null);
  return known.length < tests.length ? null : (labels) => known.every((test) => test(labels));
}

/** Cuts at commas outside brackets. */
function splitTerms(selector: string): readonly string[] {
  const terms: string[] = [];
  let start = 0;
  let inSet = false;
  for (let at = 0; at < selector.length; at++) {
    const char = selector[at];
    if (char === '(') inSet = true;
    else if (char === ')') inSet = false;
    else if (char === ',' && !inSet) {
      terms.push(selector.slice(start, at));
      start = at + 1;
    }
  }
  return [...terms, selector.slice(start)];
}

/** key, operator, value; for a set the value is what the brackets hold. */
const equality = /^([\w./-]+)\s*(!=|==?|[<>])\s*([\w.-]*)$/;
const set = /^([\w./-]+)\s+(in|notin)\s*\(([\w.,\s-]+)\)$/;
const existence = /^(!?)\s*([\w./-]+)$/;

function readTerm(term: string): LabelTest | null {
  const [, negated, name] = existence.exec(term) ?? [];
  if (name !== undefined) return (labels) => (labelOf(labels, name) !== undefined) === (negated === '');
  const [, key = '', operator = '', text = ''] = set.exec(term) ?? equality.exec(term) ?? [];
  const values = text.split(',').map((value) => value.trim());
  switch (operator) {
    case '=':
    case '==':
      return (labels) => labelOf(labels, key) === text;
    case '!=':
      return (labels) => labelOf(labels, key) !== text;
    case 'in':
      return (labels) => values.some((value) => value === labelOf(labels, key));
    case 'notin':
      return (labels) => values.every((value) => value !== labelOf(labels, key));
    case '>':
    case '<':
      return /^-?\d+$/.test(text) ? (labels) => isBeyond(labelOf(labels, key), operator, Number(text)) : null;
    default:
      return null;
  }
}

const labelOf = (labels: Fields, key: string) => (Object.hasOwn(labels, key) ? labels[key] : undefined);

const isBeyond = (value: unknown, operator: string, limit: number) =>
  typeof value === 'string' &&
  /^-?\d+$/.test(value) &&
  (operator === '>' ? Number(value) > limit : Number(value) < limit);
