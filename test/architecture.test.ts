import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './support/run-program.ts';

/** Room → the rooms and packages that it may import: the table of docs/architecture.md. */
const table = new Map(
  [
    ...readFileSync(join(root, 'docs/architecture.md'), 'utf8').matchAll(
      /^\| `([^`]+)` \| [^|]+ \| ([^|]+) \|$/gm,
    ),
  ].map(([, room = '', imports = '']) => [room, imports === 'nothing' ? [] : imports.split(', ')]),
);

const sources = globSync('src/**/*.ts', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .map((path) => ({ path, code: readFileSync(join(root, path), 'utf8') }));

/**
 * What a source imports, statically, dynamically or by re-export: paths from the checkout's root,
 * names of packages.
 */
const importsOf = ({ path, code }: { path: string; code: string }) =>
  [...code.matchAll(/(?:\bfrom\s+|\bimport(?:\s+|\s*\(\s*))'([^'\n]+)'/g)].map(([, name = '']) =>
    name.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), name)) : name,
  );

const roomOf = (path: string) => path.split('/')[1] ?? '';
const targetOf = (name: string) =>
  name.startsWith('src/') ? roomOf(name) : (/^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);

const crossings = sources.flatMap((source) =>
  importsOf(source)
    .filter((name) => !name.startsWith('node:') && name !== 'package.json')
    .map((name) => ({ room: roomOf(source.path), target: targetOf(name), at: `${source.path} → ${name}` }))
    .filter(({ room, target }) => room !== target),
);

describe('the rooms of src/', () => {
  it('are those of docs/architecture.md', () => {
    expect([...table.keys()].sort()).toEqual([...new Set(sources.map(({ path }) => roomOf(path)))].sort());
  });

  it('import nothing that the table does not allow', () => {
    expect(
      crossings.filter(({ room, target }) => !table.get(room)?.includes(target)).map(({ at }) => at),
    ).toEqual([]);
  });

  it('import everything that the table allows', () => {
    const used = new Set(crossings.map(({ room, target }) => `${room} → ${target}`));
    const allowed = [...table].flatMap(([room, targets]) => targets.map((target) => `${room} → ${target}`));
    expect(allowed.filter((arrow) => !used.has(arrow))).toEqual([]);
  });

  it('rules import no rule, and shared/ none of them', () => {
    const rule = (path: string) => /^src\/rules\/(?!define-rule|index)[^/]+\.ts$/.test(path);
    const wrong = sources
      .filter(({ path }) => path.startsWith('src/rules/') && path !== 'src/rules/index.ts')
      .flatMap((source) =>
        importsOf(source)
          .filter(rule)
          .map((name) => `${source.path} → ${name}`),
      );
    expect(wrong).toEqual([]);
  });
});

describe('comments', () => {
  it('are wrapped at 100 columns, which the formatter leaves to their writer', () => {
    const all = globSync(['src/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts'], { cwd: root });
    const long = all.flatMap((path) =>
      readFileSync(join(root, path), 'utf8')
        .split('\n')
        .filter((line) => /^\s*(?:\/\/|\/\*\*|\* )/.test(line) && !line.includes('biome-ignore'))
        .filter((line) => [...line].length > 100)
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(all.length).toBeGreaterThan(700);
    expect(long).toEqual([]);
  });
});
