import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { ConnectionError } from './connection-error.ts';
import type { ConnectionOptions, Env } from './connection-options.ts';
import { type Kubeconfig, mergeKubeconfigs } from './kubeconfig.ts';
import { parseKubeconfig } from './parse-kubeconfig.ts';

/**
 * Loads what kubectl would: --kubeconfig alone, else the files of KUBECONFIG, else ~/.kube/config.
 * Files that do not exist are skipped, except the one that the flag names. Null when there is no
 * file at all.
 */
export function loadKubeconfig(options: ConnectionOptions, env: Env): Kubeconfig | null {
  if (options.kubeconfig) {
    const file = readKubeconfig(options.kubeconfig);
    if (file === null)
      throw new ConnectionError(`kubeconfig ${options.kubeconfig} does not exist (--kubeconfig)`);
    return file;
  }
  const variable = env['KUBECONFIG'];
  if (!variable) return readKubeconfig(join(env['HOME'] || homedir(), '.kube', 'config'));
  const paths = [...new Set(variable.split(delimiter))].filter((path) => path !== '');
  const files = paths.map(readKubeconfig).filter((file) => file !== null);
  return files.length === 0 ? null : mergeKubeconfigs('KUBECONFIG', files);
}

function readKubeconfig(path: string): Kubeconfig | null {
  const absolute = resolve(path);
  try {
    return parseKubeconfig(readFileSync(absolute, 'utf8'), absolute);
  } catch (error) {
    if (error instanceof ConnectionError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT') return null;
    throw new ConnectionError(`kubeconfig ${path} cannot be read (${code})`);
  }
}
