import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { xmlText } from '../src/report/junit.ts';

/**
 * What a terminal of `columns` shows of a run of this program, as SVG: docs/pullcheck.svg is the
 * run on the recording in examples/.
 */
export function picture(args: readonly string[], columns: number): string {
  const root = join(import.meta.dirname, '..');
  const run = spawnSync(process.execPath, [join(root, 'bin/dev.js'), ...args, '--color=always'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (run.stdout === '') throw new Error(`no picture: ${run.stderr}`);
  const prompt = `$ kubectl pullcheck ${args.join(' ')}`;
  const lines = [prompt, ...run.stdout.trimEnd().split('\n')].flatMap((line) => wrap(styled(line), columns));
  return svg(prompt.slice(2), lines, columns);
}

/** A character with the style that the escape sequences before it set: the colour, bold, faint. */
interface Cell {
  readonly char: string;
  readonly style: string;
}

const styles: Readonly<Record<string, string>> = {
  '1': 'font-weight="bold"',
  '2': 'opacity="0.65"',
  '31': 'fill="#ff7b72"',
  '32': 'fill="#7ee787"',
  '33': 'fill="#e3b341"',
  '36': 'fill="#79c0ff"',
};
const ends: Readonly<Record<string, readonly string[]>> = {
  '0': Object.keys(styles),
  '22': ['1', '2'],
  '39': ['31', '32', '33', '36'],
};

function styled(line: string): readonly Cell[] {
  const on = new Set<string>();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with it
  return [...line.matchAll(/\u001b\[(\d+)m|(.)/gsu)].flatMap(([, code, char]) => {
    if (char !== undefined) return [{ char, style: [...on].map((each) => styles[each]).join(' ') }];
    if (code === undefined) return [];
    if (code in styles) on.add(code);
    else for (const ended of ends[code] ?? unknownStyle(code)) on.delete(ended);
    return [];
  });
}

function unknownStyle(code: string): never {
  throw new Error(`the report uses the escape sequence ${code}: add it to scripts/picture.ts`);
}

const wrap = (cells: readonly Cell[], columns: number): (readonly Cell[])[] =>
  cells.length <= columns ? [cells] : [cells.slice(0, columns), ...wrap(cells.slice(columns), columns)];

const [charWidth, lineHeight, margin] = [8.43, 19, 16];

function svg(title: string, lines: readonly (readonly Cell[])[], columns: number): string {
  const width = Math.ceil(columns * charWidth + 2 * margin);
  const height = lines.length * lineHeight + 2 * margin;
  const rows = lines.map((cells, row) => {
    const y = margin + (row + 0.75) * lineHeight;
    return `<text x="${margin}" y="${y}" xml:space="preserve">${spans(cells)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">
<title>${xmlText(title)}</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${rows.join('\n')}
</svg>
`;
}

function spans(cells: readonly Cell[]): string {
  const runs: { text: string; style: string }[] = [];
  for (const { char, style } of cells) {
    const last = runs.at(-1);
    if (last?.style === style) last.text += char;
    else runs.push({ text: char, style });
  }
  return runs
    .map(({ text, style }) => (style === '' ? xmlText(text) : `<tspan ${style}>${xmlText(text)}</tspan>`))
    .join('');
}
