import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { anchorsModule } from './known-anchors.ts';
import { lazyRequires } from './lazy-requires.ts';

const shim = (name: string) => ({ path: join(import.meta.dirname, 'shims', name) });

/**
 * Leaves out of the bundle what no command uses of the packages, and puts off what they load at
 * their start. Sources and unit tests run on the packages as they are, the end-to-end tests on the
 * bundle. A package that changed too much for this fails the build.
 */
export const slim: Plugin = {
  name: 'slim',
  setup(build) {
    const edits: { readonly filter: RegExp; done: boolean }[] = [];
    /**
     * Changes the files that a filter names, with `/` for any separator; some file has to be
     * changed.
     */
    const edit = (path: string, change: (text: string) => string) => {
      const one = { filter: new RegExp(path.replaceAll('/', String.raw`[\\/]`)), done: false };
      edits.push(one);
      build.onLoad({ filter: one.filter }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const contents = change(text);
        one.done ||= contents !== text;
        return { contents, loader: 'default' };
      });
    };
    build.onEnd(() => {
      const undone = edits.filter(({ done }) => !done).map(({ filter }) => filter.source);
      if (undone.length > 0) throw new Error(`nothing to change in ${undone}: adapt scripts/bundle/slim.ts`);
    });
    build.onResolve({ filter: /^undici$/ }, () => shim('undici.js'));
    edit(String.raw`@oclif/core/lib/.*\.js$`, lazyRequires);
    // taking expressions apart takes as long as compiling them
    edit(String.raw`src/text/known-anchors\.ts$`, anchorsModule);
    // only a server without HTTP/2 needs its parser
    edit(String.raw`undici/lib/dispatcher/client\.js$`, (text) =>
      text.replace("= require('./client-h1.js')", "= (...all) => require('./client-h1.js')(...all)"),
    );
    // src/api-client/http/socks.ts takes its place
    edit(String.raw`undici/lib/dispatcher/proxy-agent\.js$`, (text) =>
      text.replace("const Socks5ProxyAgent = require('./socks5-proxy-agent')", ''),
    );
    // printable ASCII is as wide as it is long; the expression of emoji takes a millisecond to
    // compile
    edit(String.raw`string-width/index\.js$`, (text) =>
      text.replace('string => {', 'string => {\n\tif (/^[ -~]*$/.test(string)) return string.length;'),
    );
  },
};
