import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { type BundledPackage, idOf } from './bundled-packages.ts';
import pinned from './node-packages.json' with { type: 'json' };
import { releaseDate, repository, root, version } from './settings.ts';

/** CycloneDX 1.5, as far as it is touched here. */
export interface Bom {
  serialNumber: string;
  metadata: { timestamp: string; component: { [field: string]: unknown; 'bom-ref': string } };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

interface Component {
  [field: string]: unknown;
  'bom-ref': string;
}

/** `npm sbom` of the lock file: every package of the checkout, the tools too. */
export const npmSbom = (): Bom =>
  JSON.parse(
    execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    }),
  ) as Bom;

/**
 * The SBOM of a release: of npm's list what is in the bundle, and Node.js. Its number follows from
 * its content and its time is the release's, so that the same release has the same SBOM.
 */
export function releaseSbom(all: Bom, bundled: readonly BundledPackage[]): string {
  const ids = new Set(bundled.map(idOf));
  const own = all.metadata.component['bom-ref'];
  const components = [
    ...all.components.filter((component) => ids.has(component['bom-ref'])).map(shipped),
    ...nodes(),
  ];
  const missing = [...ids].filter((id) => !components.some((component) => component['bom-ref'] === id));
  if (missing.length > 0) throw new Error(`bundled, and not in the lock file: ${missing.join(', ')}`);
  const refs = new Set([own, ...components.map((component) => component['bom-ref'])]);
  const dependencies = all.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({
      ref,
      dependsOn: [
        ...dependsOn.filter((one) => refs.has(one)),
        ...(ref === own ? nodes().map((node) => node['bom-ref']) : []),
      ],
    }));
  const component = {
    ...all.metadata.component,
    type: 'application',
    name: 'kubectl-pullcheck',
    externalReferences: [{ type: 'website', url: repository }],
  };
  const metadata = { ...all.metadata, timestamp: releaseDate.toISOString(), component };
  const bom = { ...all, metadata, components, dependencies };
  return `${JSON.stringify({ ...bom, serialNumber: serialNumber(JSON.stringify({ ...bom, serialNumber: '' })) }, null, 2)}\n`;
}

/**
 * To npm the bundled packages are development dependencies, for an install fetches none of them;
 * here they are part of the program.
 */
const shipped = (component: Component): Component => ({ ...component, scope: 'required', properties: [] });

const nodes = (): Component[] =>
  Object.entries(pinned.integrity).map(([name, integrity]) => ({
    'bom-ref': `${name}@${pinned.version}`,
    type: 'library',
    name,
    version: pinned.version,
    scope: 'required',
    description: 'Node.js as the archive of one platform contains it',
    purl: `pkg:npm/${name}@${pinned.version}`,
    hashes: [
      { alg: 'SHA-512', content: Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex') },
    ],
    licenses: [{ license: { id: 'MIT' } }],
  }));

/** A UUID in the form of version 8 (RFC 9562: of one's own making), from a hash of the content. */
function serialNumber(content: string): string {
  const hex = createHash('sha256').update(`${version}\n${content}`).digest('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
