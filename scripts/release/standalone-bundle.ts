import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { root } from './settings.ts';

/**
 * The program as one CommonJS file, and the files that it reads at run time by their names: as assets of the single executable, or in the
 * folder `assets` beside the program. They go to every platform.
 */
export interface StandaloneBundle {
  readonly main: string;
  readonly assets: Readonly<Record<string, string>>;
  /** What went into it, for the licences and the SBOM. */
  readonly metafile: Metafile;
}

export async function standaloneBundle(folder: string): Promise<StandaloneBundle> {
  mkdirSync(folder, { recursive: true });
  const main = join(folder, 'kubectl-pullcheck.cjs');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['scripts/release/standalone-main.ts'],
    outfile: main,
    bundle: true,
    metafile: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22.20',
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [inlinePages],
  });
  return { main, assets: {}, metafile };
}

/** The rules' pages go into the bundle: beside a single executable there is no docs folder. */
const inlinePages: Plugin = {
  name: 'inline-pages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:fs\/promises$/ }, ({ importer }) =>
      importer.endsWith('explain.ts') ? { path: 'pages', namespace: 'pages' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'pages' }, () => {
      const folder = join(root, 'docs/rules');
      const pages = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
      return {
        contents: `const pages = ${JSON.stringify(Object.fromEntries(pages))}; export const readFile = async (path) => pages[path.split(/[/\\\\]/).at(-1)];`,
      };
    });
  },
};
