import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { seal } from '../../src/model/sealed.ts';
import { unseal } from '../../src/model/unseal.ts';
import { root } from '../support/run-program.ts';

const secret = 'correct-horse-battery';
const box = seal({ password: secret, nested: [secret] });

describe('a sealed value', () => {
  it.each([
    ['toString', () => box.toString()],
    ['String', () => String(box)],
    ['a template', () => `${box}`],
    ['JSON', () => JSON.stringify({ box, list: [box] })],
    ['indented JSON', () => JSON.stringify(box, null, 2)],
    ['inspect', () => inspect(box)],
    [
      'inspect of what holds it, to the last',
      () => inspect({ box }, { depth: null, showHidden: true, getters: true }),
    ],
    [
      'the message of an error',
      () => new Error('failed', { cause: box }).message + inspect(new Error('x', { cause: box })),
    ],
    ['names and symbols', () => inspect(Reflect.ownKeys(box))],
    ['keys', () => Object.keys(box).join()],
    ['entries', () => JSON.stringify(Object.entries(box))],
    [
      'for in',
      () => {
        const keys: string[] = [];
        for (const key in box) keys.push(key);
        return keys.join();
      },
    ],
    ['a copy', () => JSON.stringify({ ...box }) + inspect(Object.assign({}, box))],
    [
      'its properties',
      () => inspect(Object.getOwnPropertyDescriptors(box), { depth: null, showHidden: true }),
    ],
    ['its prototype', () => inspect(Object.getPrototypeOf(box), { showHidden: true })],
  ])('%s discloses nothing', (_, show) => expect(show()).not.toContain(secret));

  it('says that it is redacted', () => {
    expect(`${box}`).toBe('[redacted]');
    expect(JSON.stringify({ box })).toBe('{"box":"[redacted]"}');
    expect(inspect({ box })).toBe('{ box: [redacted] }');
  });

  it('cannot be cloned with its content', () => {
    let clone: unknown = null;
    try {
      clone = structuredClone(box);
    } catch {
      // refused altogether: as good
    }
    expect(inspect(clone, { depth: null, showHidden: true })).not.toContain(secret);
    expect(() => unseal(clone as typeof box)).toThrow(TypeError);
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(box)).toBe(true);
    expect(() => Object.assign(box, { toString: () => secret })).toThrow(TypeError);
  });

  it('is opened by unseal alone, and only the very one', () => {
    expect(unseal(box)).toEqual({ password: secret, nested: [secret] });
    expect(unseal(seal(''))).toBe('');
    expect(() => unseal({ ...box })).toThrow('not a sealed value');
    expect(() => unseal(Object.create(box))).toThrow('not a sealed value');
  });

  it('works without a receiver, as a callback', () => {
    const { toString: text, toJSON: json } = box;
    expect([text(), json()]).toEqual(['[redacted]', '[redacted]']);
  });
});

describe('who opens credentials', () => {
  const folder = join(root, 'src');
  const sources = globSync('**/*.ts', { cwd: folder }).map((path) => ({
    path: path.replaceAll('\\', '/'),
    code: readFileSync(join(folder, path), 'utf8'),
  }));
  const importers = (module: string) =>
    sources
      .filter(({ code }) => new RegExp(`(?:from|import\\()\\s*['"][^'"]*/${module}['"]`).test(code))
      .map(({ path }) => path);

  it('reads the sources', () => expect(sources.length).toBeGreaterThan(100));

  it('no other source so much as names unseal, in an import, a re-export or a text', () => {
    const naming = sources.filter(({ code }) => /unseal/.test(code)).map(({ path }) => path);
    expect(naming.sort()).toEqual([
      'api-client/http/open-credentials.ts',
      'kubelet/credentials/sealed-content.ts',
      'model/sealed.ts',
      'model/unseal.ts',
      'registry/open-login.ts',
    ]);
    const code = sources.find(({ path }) => path === 'model/sealed.ts')?.code ?? '';
    expect(code.match(/^export .*$/gm)).toEqual([
      "export type { Sealed } from './unseal.ts';",
      "export { seal } from './unseal.ts';",
    ]);
  });

  it('no source imports a module whose name is worked out', () => {
    const computed = sources.filter(({ code }) => /import\((?!['"])|createRequire|\brequire\(/.test(code));
    expect(computed.map(({ path }) => path)).toEqual([]);
  });

  it('what opens the credentials of a connection stays in src/api-client/', () => {
    const users = importers('open-credentials.ts');
    expect(users.length).toBeGreaterThan(3);
    expect(users.filter((path) => !path.startsWith('api-client/'))).toEqual([]);
  });

  it('what opens the logins to send stays in src/registry/', () => {
    const users = importers('open-login.ts');
    expect(users.length).toBeGreaterThan(3);
    expect(users.filter((path) => !path.startsWith('registry/'))).toEqual([]);
  });

  it('the linter refuses it in every folder, however it is imported', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pullcheck-'));
    const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
    writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }));
    const folders = [...new Set(sources.map(({ path }) => dirname(path))), 'another'];
    const files = [...folders.map((name) => `${name}/planted.ts`), 'rules/index.ts'];
    for (const file of files) {
      const up = relative(join('src', dirname(file)), 'src/model/unseal.ts');
      const module = `'${up.startsWith('.') ? up : `./${up}`}'`;
      mkdirSync(join(folder, 'src', dirname(file)), { recursive: true });
      writeFileSync(
        join(folder, 'src', file),
        `import { unseal } from ${module};\nexport { unseal as open } from ${module};\nexport * from ${module};\nexport const late = async () => [unseal, await import(${module})];\n`,
      );
    }
    const { stdout } = spawnSync(
      join(root, 'node_modules/.bin/biome'),
      ['lint', '--max-diagnostics=none', '--reporter=github', 'src'],
      { cwd: folder, encoding: 'utf8' },
    );
    const refused = [...stdout.matchAll(/noRestrictedImports,file=[^,]*\/src\/([^,]+),line=(\d+)/g)];
    const expected = files.flatMap((file) =>
      [1, 2, 3, 4].map((line) => `${file.replace(/^\.\//, '')} ${line}`),
    );
    expect(refused.map(([, file, line]) => `${file} ${line}`).sort()).toEqual(expected.sort());
  });

  it.each(['sealed-content.ts', 'docker-config.ts', 'docker-config-entry.ts', 'keyring.ts'])(
    'what src/kubelet/%s gives stays in src/kubelet/',
    (module) => {
      expect(importers(module).length).toBeGreaterThan(0);
      // the redactor rebuilds keys, and compares credentials without seeing them
      const places =
        module === 'sealed-content.ts'
          ? /^(?:kubelet\/|sources\/collection\/(?:redact-key|collected-reading)\.ts$)/
          : /^kubelet\//;
      expect(importers(module).filter((path) => !places.test(path))).toEqual([]);
    },
  );
});
