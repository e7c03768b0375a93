/**
 * How many characters have to be inserted, deleted or replaced to make one text of the other
 * (Levenshtein).
 */
export function editDistance(a: string, b: string): number {
  // what both begin and end with costs nothing, and is most of two names that are compared
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  let row = Array.from({ length: endB - start + 1 }, (_, i) => i);
  for (let i = start; i < endA; i++) {
    const next = [i - start + 1];
    for (let j = 0; j < row.length - 1; j++) {
      const replaced = (row[j] ?? 0) + (a[i] === b[start + j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
