import type { Platform, Requirement, Selector } from './types.ts';

/** The platforms that krew knows (validate-krew-manifest, allPlatforms). */
export const krewPlatforms: readonly (readonly [os: string, arch: string])[] = [
  ['windows', '386'],
  ['windows', 'amd64'],
  ['windows', 'arm64'],
  ['linux', '386'],
  ['linux', 'amd64'],
  ['linux', 'arm'],
  ['linux', 'arm64'],
  ['linux', 'ppc64le'],
  ['darwin', '386'],
  ['darwin', 'amd64'],
  ['darwin', 'arm64'],
];

/** The first platform whose selector matches (krew internal/installation/platform.go). */
export const selectPlatform = (platforms: readonly Platform[], os: string, arch: string) =>
  platforms.find(({ selector }) => selector != null && selects(selector, os, arch));

/** metav1.LabelSelectorAsSelector on {os, arch}: all labels and all expressions have to match. */
export function selects({ matchLabels, matchExpressions }: Selector, os: string, arch: string): boolean {
  const labels: Readonly<Record<string, string>> = { os, arch };
  return (
    Object.entries(matchLabels ?? {}).every(([key, value]) => labels[key] === value) &&
    (matchExpressions ?? []).every((requirement) => meets(requirement, labels[requirement.key]))
  );
}

function meets({ operator, values = [] }: Requirement, label: string | undefined): boolean {
  if (operator === 'In') return label !== undefined && values.includes(label);
  if (operator === 'NotIn') return label === undefined || !values.includes(label);
  if (operator === 'Exists') return label !== undefined;
  return operator === 'DoesNotExist' && label === undefined;
}
