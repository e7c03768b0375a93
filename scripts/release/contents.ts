import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ArchiveFile, tarGz, zip } from './archive.ts';
import { bundledPackages } from './bundled-packages.ts';
import type { NodeProgram } from './node-packages.ts';
import { singleExecutable } from './sea.ts';
import { releaseDate, root } from './settings.ts';
import type { StandaloneBundle } from './standalone-bundle.ts';
import { binOf, type Target } from './targets.ts';
import { thirdPartyLicences } from './third-party-licences.ts';

/** What an archive is made of; `hostNode` is the path of a Node.js of the same version that runs here. */
export interface Ingredients {
  readonly bundle: StandaloneBundle;
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
  if (target.form === 'executable')
    return [...licences, runnable(binOf(target), await singleExecutable(bundle, node.program, hostNode))];
  return [
    ...licences,
    runnable(binOf(target), readFileSync(join(import.meta.dirname, 'launcher.sh'))),
    runnable('node', node.program),
    plain('kubectl-pullcheck.cjs', readFileSync(bundle.main)),
    ...Object.entries(bundle.assets).map(([name, path]) => plain(`assets/${name}`, readFileSync(path))),
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
