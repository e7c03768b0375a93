import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Standalone } from '../bundle/standalone.ts';
import { type ArchiveFile, tarGz, zip } from './archive.ts';
import { bundledPackages } from './bundled-packages.ts';
import type { NodeProgram } from './node-packages.ts';
import { singleExecutable } from './sea.ts';
import { releaseDate, root } from './settings.ts';
import { binOf, hostTarget, type Target } from './targets.ts';
import { thirdPartyLicences } from './third-party-licences.ts';

/**
 * What an archive is made of; `hostNode` is the path of a Node.js of the same version that runs
 * here.
 */
export interface Ingredients {
  readonly bundle: Standalone;
  readonly node: NodeProgram;
  readonly hostNode: string;
}

/** The files of a platform's archive. */
export async function contentsOf(
  target: Target,
  { bundle, node, hostNode }: Ingredients,
): Promise<ArchiveFile[]> {
  const licences = [
    plain('LICENSE', readFileSync(join(root, 'LICENSE'))),
    plain('LICENSE-node', node.licence),
    plain('LICENSES-npm', Buffer.from(thirdPartyLicences(bundledPackages(bundle.metafile)))),
  ];
  if (target.form === 'executable') {
    // V8 compiles for one platform, and the training ran here
    const own = target.nodePackage === hostTarget()?.nodePackage;
    const assets = {
      ...bundle.pages,
      'program.cjs': bundle.program,
      'program.cache': own ? bundle.cache : '/dev/null',
    };
    const executable = await singleExecutable({ main: bundle.main, assets }, node.program, hostNode);
    return [...licences, runnable(binOf(target), executable)];
  }
  return [
    ...licences,
    runnable(binOf(target), readFileSync(join(import.meta.dirname, 'launcher.sh'))),
    runnable('node', node.program),
    // the rest as in the npm package: the program looks for its files from there
    plain('dist/cli/main.cjs', readFileSync(bundle.program)),
    ...Object.entries(bundle.pages).map(([name, path]) => plain(name, readFileSync(path))),
    ...['bin/run.js', 'bin/load.js', 'package.json'].map((name) =>
      plain(name, readFileSync(join(root, name))),
    ),
  ];
}

/** The archive of a platform, in the form that is usual there. */
export async function archiveOf(
  target: Target,
  files: readonly ArchiveFile[],
  level?: number,
): Promise<Buffer> {
  return target.os === 'windows' ? zip(files, releaseDate) : await tarGz(files, releaseDate, level);
}

const plain = (path: string, content: Buffer): ArchiveFile => ({ path, content, executable: false });
const runnable = (path: string, content: Buffer): ArchiveFile => ({ path, content, executable: true });
