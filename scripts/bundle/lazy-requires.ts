/**
 * CommonJS as TypeScript writes it, with each module loaded at its first use instead of the start:
 * `const x_1 = require("x")` becomes a getter, and `x_1.y` asks it.
 */
export function lazyRequires(text: string): string {
  const names: string[] = [];
  const declared = text.replace(
    /^const (\w+_\d+) = (.*require\("[^"]+"\).*);$/gm,
    (_, name: string, load: string) => {
      names.push(name);
      return `let ${name};\nObject.defineProperty(lazy, '${name}', { get: () => (${name} ??= ${load}) });`;
    },
  );
  const uses = new RegExp(`(?<![.'\\w$])(?:${names.join('|')})(?=[.)])`, 'g');
  return names.length === 0 ? text : `const lazy = {};\n${declared.replace(uses, 'lazy.$&')}`;
}
