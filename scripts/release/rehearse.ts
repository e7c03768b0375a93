import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { isolation, runIsolated } from './isolated.ts';
import { type Installation, install } from './krew/install.ts';
import type { Manifest } from './krew/types.ts';
import { manifestProblems } from './krew/validate-manifest.ts';
import { fuse } from './sea.ts';
import { root } from './settings.ts';
import { binOf, hostTarget, type Target } from './targets.ts';

export interface Rehearsal {
  readonly version: string;
  /** Where the archives are, under the names of the manifest. */
  readonly folder: string;
  readonly targets: readonly Target[];
  /** Node.js as its makers built it, for a platform. */
  readonly nodeOf: (target: Target) => Promise<Buffer>;
}

/**
 * Does with a release what krew and its index do: checks the manifest, installs every platform from
 * the archives, and runs the host's. Gives a line for each thing seen; throws on the first that is
 * wrong.
 */
export async function rehearse(
  manifest: string,
  { version, folder, targets, nodeOf }: Rehearsal,
): Promise<readonly string[]> {
  const problems = manifestProblems(manifest, 'pullcheck');
  if (problems.length > 0) throw new Error(`krew refuses the manifest: ${problems.join('; ')}`);
  const offered = (parse(manifest) as Manifest).spec?.platforms?.length;
  if (offered !== targets.length)
    throw new Error(`the manifest offers ${offered} platforms, not ${targets.length}`);

  const host = hostTarget();
  const seen: string[] = ['krew accepts the manifest'];
  const work = mkdtempSync(join(tmpdir(), 'pullcheck-krew-'));
  chmodSync(work, 0o755);
  try {
    for (const target of targets) {
      const krewRoot = join(work, `${target.os}-${target.arch}`);
      const download = (uri: string) => readFileSync(join(folder, basename(uri)));
      const installation = await install(manifest, { os: target.os, arch: target.arch, krewRoot, download });
      seen.push(`${target.os}/${target.arch} installs ${checkFiles(target, installation)}`);
      seen.push(checkProgram(target, installation, await nodeOf(target)));
      if (target.os === host?.os && target.arch === host.arch)
        seen.push(...runIt(installation, version, work));
      rmSync(krewRoot, { recursive: true });
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return seen;
}

/**
 * validate-krew-manifest wants a licence among the installed files; the program has to be runnable,
 * on Windows by its name.
 */
function checkFiles(target: Target, { folder }: Installation): string {
  const files = readdirSync(folder).sort();
  if (!files.some((file) => /^(licen[cs]es?|copying)(\.txt|\.md)?$/i.test(file)))
    throw new Error(`no licence among the installed files: ${files.join(', ')}`);
  if (target.os !== 'windows') accessSync(join(folder, binOf(target)), constants.X_OK);
  return files.join(', ');
}

/** All that can be told without running it. */
function checkProgram(target: Target, { folder }: Installation, node: Buffer): string {
  if (target.form === 'launcher') {
    if (!readFileSync(join(folder, 'node')).equals(node)) throw new Error('the signed Node.js was changed');
    return 'Node.js is as its makers signed it';
  }
  if (!readFileSync(join(folder, binOf(target))).includes(`${fuse}:1`))
    throw new Error('nothing was injected into the executable');
  return 'the executable knows that it carries the program';
}

/**
 * Through krew's link, from a read-only folder, with an empty PATH and HOME; then through kubectl,
 * where there is one.
 */
function runIt({ folder, link }: Installation, version: string, work: string): readonly string[] {
  const example = join(work, 'example.yaml');
  cpSync(join(root, 'examples/port-mismatch.yaml'), example);
  chmodSync(folder, 0o555);
  try {
    // NODE_OPTIONS are another Node.js's
    const empty = { PATH: '', HOME: '', NODE_OPTIONS: '--require /nonexistent' };
    assertRun(runIsolated(link, ['version', '--client'], empty), 0, `pullcheck ${version} `);
    assertRun(
      runIsolated(link, ['pod', '--from', example], empty),
      1,
      'pull-secret-registry-mismatch (port)',
    );
    assertRun(runIsolated(link, ['explain', 'pull-secret-missing'], empty), 0, '# pull-secret-missing');
    const seen = [`runs through krew's link, read-only, with an empty PATH and HOME, ${isolation}`];
    const kubectl = findKubectl();
    if (kubectl === undefined) return [...seen, 'no kubectl on PATH: not run through one'];
    const onlyKrew = { PATH: dirname(link), HOME: work };
    assertRun(
      runIsolated(kubectl, ['pullcheck', 'version', '--client'], onlyKrew),
      0,
      `pullcheck ${version} `,
    );
    assertRun(
      runIsolated(kubectl, ['pullcheck', 'pod', '--from', example], onlyKrew),
      1,
      'pull-secret-registry',
    );
    return [...seen, 'runs as kubectl pullcheck'];
  } finally {
    chmodSync(folder, 0o755);
  }
}

function assertRun(run: ReturnType<typeof runIsolated>, code: number, text: string): void {
  if (run.status === code && run.stdout.includes(text) && run.stderr === '') return;
  const outcome = run.error?.message ?? `${run.status}: ${run.stdout}${run.stderr}`;
  throw new Error(`expected exit code ${code} and "${text}", and got ${outcome}`);
}

function findKubectl(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'kubectl')).find(isRunnable);
}

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
