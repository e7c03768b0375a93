import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { lazyRequires } from './lazy-requires.ts';
import { readsOnly } from './reads-only.ts';

const shim = (name: string) => ({ path: join(import.meta.dirname, 'shims', name) });

/**
 * Leaves out of the bundle what no command uses of the packages, and puts off what they load at their start. Sources and unit tests run on
 * the packages as they are, the end-to-end tests on the bundle. A package that changed too much for this fails the build.
 */
export const slim: Plugin = {
  name: 'slim',
  setup(build) {
    const edit = (filter: RegExp, change: (text: string) => string) =>
      build.onLoad({ filter }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const contents = change(text);
        if (contents === text) throw new Error(`${path} is not as expected: adapt scripts/bundle/slim.ts`);
        return { contents };
      });
    build.onResolve({ filter: /\/ObjectSerializer\.js$/ }, () => shim('object-serializer.js'));
    build.onResolve({ filter: /^undici$/ }, () => shim('undici.js'));
    edit(/@kubernetes\/client-node\/dist\/gen\/apis\/\w+Api\.js$/, readsOnly);
    build.onLoad({ filter: /@oclif\/core\/lib\/.*\.js$/ }, async ({ path }) => ({
      contents: lazyRequires(await readFile(path, 'utf8')),
    }));
    // only a server without HTTP/2 needs its parser
    edit(/undici\/lib\/dispatcher\/client\.js$/, (text) =>
      text.replace("= require('./client-h1.js')", "= (...all) => require('./client-h1.js')(...all)"),
    );
    // printable ASCII is as wide as it is long; the expression of emoji takes a millisecond to compile
    edit(/string-width\/index\.js$/, (text) =>
      text.replace('string => {', 'string => {\n\tif (/^[ -~]*$/.test(string)) return string.length;'),
    );
  },
};
