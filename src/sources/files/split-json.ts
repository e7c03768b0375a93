import { deepest, tooDeep } from './input-limits.ts';

const separator = /^\s*(?:---\s+|---$)+/;

/**
 * Cuts a text into its top-level JSON values (`{…}{…}`), by brackets outside strings; a line `---`
 * may stand between them, as in YAML. A value that does not end stays one part, for the parser to
 * refuse.
 */
export function splitJson(content: string, origin: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let index = 0; index < content.length; index++) {
    const char = content[index];
    if (inString) {
      if (char === '\\') index++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') {
      depth++;
      if (depth > deepest) throw tooDeep(origin);
    } else if (char === '}' || char === ']') {
      depth--;
      if (depth === 0) {
        parts.push(content.slice(start, index + 1).replace(separator, ''));
        start = index + 1;
      }
    }
  }
  const rest = content.slice(start).replace(separator, '').trim();
  return rest === '' ? parts : [...parts, rest];
}
