import { type BundledPackage, idOf } from './bundled-packages.ts';

const rule = '-'.repeat(78);

/** The licences of everything bundled, as most of them demand of whoever passes it on. */
export function thirdPartyLicences(packages: readonly BundledPackage[]): string {
  const parts = packages.map((one) => {
    const texts = one.texts.map((text) => text.replaceAll('\r\n', '\n').trim());
    return [`${idOf(one)} (${one.licence})`, ...texts].join('\n\n');
  });
  return `${['kubectl-pullcheck contains parts of these npm packages.', ...parts].join(`\n\n${rule}\n`)}\n`;
}
