import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { evidenceOf } from './support/evidence.ts';
import { base64, login, pullSecret } from './support/objects.ts';
import { root } from './support/run-program.ts';
import { defaultImage } from './support/scene.ts';
import { unauthorized } from './support/words.ts';

const built = join(root, 'dist/index.js');
type Library = typeof import('../src/index.ts');
const load = (): Promise<Library> => import(pathToFileURL(built).href);

/** A program that uses the library as its types say, and wrongly where a comment says so. */
const consumer = `
import {
  classifyPullError, diagnose, found, matchCredentials, parseImageReference, pullErrorLabels, seal,
  type Finding, type ImageDiagnosis, type Observed, type PodDiagnosis, type PodEvidence,
  type PullErrorLabel, type Report, type SecretObject, type Trial,
} from 'kubectl-pullcheck';

const reference = parseImageReference('registry.acme.io/shop/api:1.4');
export const registry: string = reference.ok ? reference.registry : reference.message;
// @ts-expect-error only a reference that parses has a registry
export const unchecked: string = reference.registry;

const { offers, trials, kind } = matchCredentials({ image: 'a', secrets: [{ name: 's', type: 't', data: { k: 'v' } }] });
export const users: readonly (string | null)[] = offers.map((offer) => offer.username);
export const outcomes: readonly Trial['outcome'][] = trials.map((trial) => trial.outcome);
export const anonymous: boolean = kind === 'anonymous';
// @ts-expect-error a secret has a name
matchCredentials({ image: 'a', secrets: [{ type: 't', data: {} }] });
// @ts-expect-error offers hold no password
export const passwords = offers.map((offer) => offer.password);

export const label: PullErrorLabel = classifyPullError('401 Unauthorized', 'ErrImagePull').label;
export const labels: readonly PullErrorLabel[] = pullErrorLabels;
// @ts-expect-error no such label
export const wrong: PullErrorLabel = 'broken';

const secret: Observed<SecretObject> = found({
  namespace: 'shop', name: 's', type: 't', keys: ['k'], data: seal({ k: 'v' }), createdAt: null, changedAt: null,
});
export function causes(evidence: PodEvidence): readonly (string | null)[] {
  const diagnosis: PodDiagnosis = diagnose({ ...evidence, secrets: [{ name: 's', secret }] });
  return diagnosis.images.map((image: ImageDiagnosis) => image.cause);
}
export const whys = (finding: Finding): string => finding.why[0].says;
export const failing = (report: Report): number => report.summary.failing;
`;

/**
 * `npm test` builds first, so that there a missing file is a fault; otherwise its tests are
 * skipped.
 */
const isMissing = (path: string) => !existsSync(path) && process.env['npm_lifecycle_event'] !== 'test';

describe.skipIf(isMissing(built))('the built library (npm run build writes dist/)', () => {
  it('exports the pure parts, and nothing that opens a credential', async () => {
    expect(Object.keys(await load()).sort()).toEqual([
      'absent',
      'classifyPullError',
      'denied',
      'diagnose',
      'evidenceFrom',
      'failed',
      'found',
      'matchCredentials',
      'parseImageReference',
      'pullErrorLabels',
      'readPod',
      'renderReport',
      'reportOf',
      'seal',
    ]);
  });

  it('parses references and reads pull errors', async () => {
    const { parseImageReference, classifyPullError, pullErrorLabels } = await load();
    expect(parseImageReference('nginx')).toEqual({
      ok: true,
      registry: 'docker.io',
      repository: 'library/nginx',
      tag: 'latest',
      digest: null,
      runtimeImage: 'nginx:latest',
    });
    expect(parseImageReference('Shop/API')).toMatchObject({ ok: false, position: expect.any(Number) });
    const error = classifyPullError('toomanyrequests: You have reached your pull rate limit', 'ErrImagePull');
    expect(error.label).toBe('rate-limited');
    expect(pullErrorLabels).toContain(error.label);
  });

  it('matchCredentials tells offers and trials, and no password', async () => {
    const { matchCredentials } = await load();
    const passwords = ['correct-horse', 'battery-staple', 'node-password'];
    const [matching = '', other = '', node = ''] = passwords;
    const { type, data } = pullSecret({
      'registry.acme.io': login('janedoe', matching),
      [`user:${other}@registry.acme.io:5000`]: login('other', other),
    });
    const result = matchCredentials({
      image: defaultImage,
      secrets: [
        { name: 'regcred', type, data: { '.dockerconfigjson': base64(data['.dockerconfigjson'] ?? '') } },
        { name: 'opaque', type: 'Opaque', data: { password: base64(other) } },
      ],
      nodeConfig: JSON.stringify({ auths: { 'registry.acme.io/shop': login('node', node) } }),
    });
    expect(result).toMatchObject({
      kind: 'offers',
      offers: [
        { order: 1, source: 'secret', secret: 'regcred', entry: 'registry.acme.io', username: 'janedoe' },
        { order: 2, source: 'node', entry: 'registry.acme.io/shop', username: 'node' },
      ],
      readings: [
        { secret: 'regcred', kind: 'usable' },
        { secret: 'opaque', kind: 'ignored', why: 'type' },
      ],
    });
    expect(result.trials.map(({ entry, outcome }) => [entry, outcome])).toEqual([
      ['registry.acme.io', 'match'],
      ['[redacted]@registry.acme.io:5000', 'port-differs'],
      ['registry.acme.io/shop', 'match'],
    ]);
    const text = JSON.stringify(result);
    for (const password of passwords) {
      expect(text).not.toContain(password);
      expect(text).not.toContain(base64(password).replaceAll('=', ''));
    }
    expect(JSON.parse(text)).toEqual(result);
  });

  it('diagnoses evidence whose secrets it sealed itself', async () => {
    const { diagnose, found, seal } = await load();
    const { type, data } = pullSecret({ 'registry.acme.io:5000': login('janedoe', 'correct-horse') });
    const encoded = { '.dockerconfigjson': base64(data['.dockerconfigjson'] ?? '') };
    const secret = found({
      namespace: 'shop',
      name: 'regcred',
      type,
      keys: Object.keys(encoded),
      data: seal(encoded),
      createdAt: null,
      changedAt: null,
    });
    const evidence = await evidenceOf({ says: unauthorized(defaultImage) });
    const diagnosis = diagnose({ ...evidence, secrets: [{ name: 'regcred', secret }] });
    expect(diagnosis.images.map(({ cause }) => cause)).toEqual(['pull-secret-registry-mismatch']);
    expect(JSON.stringify(diagnosis)).not.toContain('correct-horse');
    expect(JSON.stringify(diagnosis)).not.toContain(encoded['.dockerconfigjson']);
  });
});

describe.skipIf(isMissing(join(root, 'dist/index.d.ts')))('its types (npm run build writes them)', () => {
  it('are strict where a program uses them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pullcheck-'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/kubectl-pullcheck'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'consumer.ts'), consumer);
    const compilerOptions = { strict: true, module: 'nodenext', target: 'es2023', noEmit: true, types: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    const run = () =>
      execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
        encoding: 'utf8',
      });
    expect(outputOf(run)).toBe('');
  });
});

/** What a program writes, whether it fails or not. */
function outputOf(run: () => string): string {
  try {
    return run();
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}
