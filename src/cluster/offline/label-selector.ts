import type { Fields } from '../objects/fields.ts';

/**
 * Whether labels satisfy a selector in kubectl's grammar: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`, joined by
 * commas (apimachinery pkg/labels/selector.go). An empty selector is satisfied by everything.
 */
export function matchesLabels(labels: Fields, selector: string): boolean {
  return terms(selector).every((term) => matchesTerm(labels, term));
}

/** Cuts at the commas outside brackets. */
const terms = (selector: string) =>
  selector
    .split(/,(?![^(]*\))/)
    .map((term) => term.trim())
    .filter((term) => term !== '');

function matchesTerm(labels: Fields, term: string): boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(term);
  if (set !== null) {
    const [, key = '', operator, values = ''] = set;
    const member = key in labels && values.split(',').some((value) => value.trim() === labels[key]);
    return member === (operator === 'in');
  }
  const equality = /^([^=!\s]+)\s*(!=|==?)\s*(.*)$/.exec(term);
  if (equality !== null) {
    const [, key = '', operator, value] = equality;
    return operator === '!=' ? labels[key] !== value : labels[key] === value;
  }
  return term.startsWith('!') ? !(term.slice(1).trim() in labels) : term in labels;
}
