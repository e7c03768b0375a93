import { constants } from 'node:fs';
import { access, chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { InputError } from '../../sources/files/input-limits.ts';

type Env = Readonly<Record<string, string | undefined>>;

const plugin = 'kubectl-pullcheck';
const helper = 'kubectl_complete-pullcheck';

/** What kubectl runs for completion (kubectl 1.26 or newer): an executable of this name on PATH. */
export const completionScript = `#!/bin/sh
# Completion of kubectl pullcheck, for the shells that kubectl itself completes in (kubectl 1.26 or newer).
# It works as an executable file kubectl_complete-pullcheck in a folder of PATH.
kubectl-pullcheck __complete "$@" 2>/dev/null || echo :4
`;

const windowsScript = `@echo off\r
rem Completion of kubectl pullcheck (kubectl 1.26 or newer).\r
kubectl-pullcheck __complete %* 2>nul || echo :4\r
`;

/**
 * Where the plugin may be by PATH, in its order, each with the helper's place beside it. `platform`
 * says how PATH and paths are written.
 */
export function helperPlaces(
  env: Env,
  platform: NodeJS.Platform,
): readonly { readonly program: string; readonly helper: string }[] {
  const windows = platform === 'win32';
  const { delimiter, isAbsolute, join } = windows ? win32 : posix;
  const names = windows ? ['.exe', '.cmd', '.bat', '.ps1', ''].map((end) => plugin + end) : [plugin];
  return (
    (env['PATH'] ?? env['Path'] ?? '')
      .split(delimiter)
      .map((folder) => (windows ? folder.replaceAll('"', '') : folder))
      // an empty or relative entry is the working directory's, not the user's
      .filter(isAbsolute)
      .flatMap((folder) =>
        names.map((name) => ({
          program: join(folder, name),
          helper: join(folder, windows ? `${helper}.cmd` : helper),
        })),
      )
  );
}

/**
 * The file that completion needs: beside the plugin, as PATH has it (krew: $KREW_ROOT/bin, else
 * ~/.krew/bin). Throws where PATH has none.
 */
async function helperFile(env: Env, platform: NodeJS.Platform): Promise<string> {
  for (const place of helperPlaces(env, platform)) if (await exists(place.program)) return place.helper;
  const [home, root, slash] =
    platform === 'win32' ? ['%USERPROFILE%', '%KREW_ROOT%', '\\'] : ['~', '$KREW_ROOT', '/'];
  const krew = env['KREW_ROOT'] ? root : `${home}${slash}.krew`;
  throw new InputError(
    `${plugin} is in no folder of PATH: put it there first (krew's is ${krew}${slash}bin)`,
  );
}

/** What the helper holds. */
export const helperScript = (platform: NodeJS.Platform): string =>
  platform === 'win32' ? windowsScript : completionScript;

/**
 * Puts the file where kubectl finds it; says in one line what was done. Another program's file
 * stays.
 */
export async function installCompletion(env: Env, platform = process.platform): Promise<string> {
  const file = await helperFile(env, platform);
  const script = helperScript(platform);
  const there = await contentOf(file);
  if (there === script) return `${file} is there already`;
  // npm and a checkout bring a program of their own for it
  if (there !== null && !isOurs(there)) return `${file} is there already, and left as it is`;
  const part = `${file}.${process.pid}`;
  try {
    await writeFile(part, script, { flag: 'wx' });
    await chmod(part, 0o755);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw new InputError(`${file} cannot be written (${codeOf(error)})`);
  }
  return `wrote ${file}: kubectl pullcheck completes in the shells that kubectl completes in`;
}

/** Removes what `installCompletion` wrote, and nothing else. */
export async function uninstallCompletion(env: Env, platform = process.platform): Promise<string> {
  const file = await helperFile(env, platform);
  const there = await contentOf(file);
  if (there === null) return `${file} is not there`;
  if (!isOurs(there)) return `${file} was not written by completion --install, and is left as it is`;
  try {
    await rm(file);
  } catch (error) {
    throw new InputError(`${file} cannot be removed (${codeOf(error)})`);
  }
  return `removed ${file}`;
}

/** Scripts of other versions begin in the same way. */
const isOurs = (content: string) => content.includes('Completion of kubectl pullcheck');

const exists = (file: string) =>
  access(file, constants.F_OK).then(
    () => true,
    () => false,
  );

/** Null for a file that is not there. */
const contentOf = (file: string): Promise<string | null> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw new InputError(`${file} cannot be read (${codeOf(error)})`);
  });

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault';
