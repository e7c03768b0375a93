/**
 * A text in lower case that every match of the expression holds: its longest run of plain characters outside groups and classes. Empty where
 * there is none. Looking for it first spares most expressions their compilation, which takes longer than the search.
 */
export function anchorOf({ source }: RegExp): string {
  let longest = '';
  let run = '';
  let depth = 0;
  const end = () => {
    if (run.length > longest.length) longest = run;
    run = '';
  };
  for (let index = 0; index < source.length; index++) {
    const char = source[index] ?? '';
    if (char === '[') {
      end();
      while (source[++index] !== ']') if (source[index] === '\\') index++;
    } else if (char === '(' || char === ')') {
      end();
      depth += char === '(' ? 1 : -1;
    } else if (char === '|' && depth === 0) return '';
    else if ('?*{'.includes(char)) {
      // what stands before it may be missing
      run = run.slice(0, -1);
      end();
      if (char === '{') index = source.indexOf('}', index);
    } else if (char === '\\') {
      const escaped = source[++index] ?? '';
      if (/\w/.test(escaped)) end();
      else if (depth === 0) run += escaped;
    } else if ('.^$+'.includes(char)) end();
    else if (depth === 0) run += char;
  }
  end();
  return longest.toLowerCase();
}
