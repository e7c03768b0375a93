import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parse } from 'yaml';
import { selectPlatform } from './selector.ts';
import type { FileOperation, Manifest } from './types.ts';
import { unpack } from './unpack.ts';

export interface Installation {
  /** The folder of the plugin's version. */
  readonly folder: string;
  /** The link that kubectl finds. */
  readonly link: string;
}

/**
 * Installs a plugin as `krew install --manifest` does (internal/installation/install.go, move.go)
 * into `krewRoot`. `download` answers for the network.
 */
export async function install(
  manifestText: string,
  {
    os,
    arch,
    krewRoot,
    download,
  }: { os: string; arch: string; krewRoot: string; download: (uri: string) => Buffer },
): Promise<Installation> {
  const { metadata, spec } = parse(manifestText) as Manifest;
  const platform = selectPlatform(spec?.platforms ?? [], os, arch);
  if (platform === undefined) throw new Error(`the manifest offers nothing for ${os}/${arch}`);

  const archive = download(String(platform.uri));
  const digest = createHash('sha256').update(archive).digest('hex');
  if (digest !== platform.sha256)
    throw new Error(`sha256 of ${platform.uri} is ${digest}, not ${platform.sha256}`);

  mkdirSync(krewRoot, { recursive: true });
  const staging = mkdtempSync(join(krewRoot, 'download-'));
  await unpack(archive, staging);
  const folder = join(krewRoot, 'store', String(metadata?.name), String(spec?.version));
  mkdirSync(folder, { recursive: true });
  for (const operation of platform.files ?? [{ from: '*', to: '.' }]) move(staging, folder, operation);
  rmSync(staging, { recursive: true });

  const bin = join(folder, String(platform.bin));
  if (!existsSync(bin)) throw new Error(`${platform.bin} is not among the installed files`);
  const link = join(krewRoot, 'bin', linkName(String(metadata?.name), os));
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), bin), link);
  return { folder, link };
}

/**
 * A name that is there moves to `to`, or into the folder itself; a pattern's matches move into
 * `to`.
 */
function move(from: string, into: string, operation: FileOperation): void {
  const [pattern, to] = [String(operation.from), String(operation.to)];
  const direct = join(from, pattern);
  const isDirect = existsSync(direct);
  const found = isDirect ? [pattern] : globSync(pattern, { cwd: from });
  if (found.length === 0) throw new Error(`no file of the archive matches ${pattern}`);
  for (const name of found) {
    const place = isDirect && to !== '.' ? join(into, to) : join(into, to, basename(name));
    mkdirSync(dirname(place), { recursive: true });
    if (existsSync(place) && statSync(place).isDirectory()) rmSync(place, { recursive: true });
    renameSync(join(from, name), place);
  }
}

const linkName = (name: string, os: string) =>
  `kubectl-${name.replaceAll('-', '_')}${os === 'windows' ? '.exe' : ''}`;
