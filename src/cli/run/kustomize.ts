import { spawn } from 'node:child_process';
import { tellLines } from '../../api-client/auth/child.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { InputError } from '../../sources/files/input-limits.ts';
import { readInput } from '../../sources/files/read-input.ts';
import { writeOthersLine } from '../others-line.ts';

/**
 * The objects that `kubectl kustomize DIR` makes, by the kubectl that called this plugin or the one
 * on PATH, whose own words go to standard error line by line.
 */
export async function kustomize(folder: string): Promise<readonly KubeObject[]> {
  const command = process.env['KUBECTL_PATH'] || 'kubectl';
  const child = spawn(command, ['kustomize', '--', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  const told = tellLines(child.stderr, writeOthersLine);
  const end = () => void child.kill();
  process.once('exit', end);
  const { promise: ended, resolve } = Promise.withResolvers<string | null>();
  child.on('error', () => resolve('kubectl, which builds it, could not be started'));
  child.on('close', (code) => resolve(code === 0 ? null : 'kubectl kustomize failed'));
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const fault = await ended;
  await told();
  process.off('exit', end);
  if (fault !== null) throw new InputError(`${folder}: ${fault}`);
  return readInput(
    '-',
    (async function* () {
      yield* chunks;
    })(),
  );
}
