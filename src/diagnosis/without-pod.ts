import type { Argument, Finding, Fix, NonEmpty, Why } from '../model/finding.ts';
import { noneLeft } from '../rules/shared/offers.ts';

/** A registry that stands in where nothing tells which one a secret is for. */
export const unknownRegistry = 'registry.invalid';

/**
 * A finding about the stand-in Pod of a lint, told of the secret alone: what the Pod says and fixes
 * that change Pods are left out, and an unknown registry becomes something to fill in.
 */
export function withoutPod(finding: Finding, podSource: string): Finding {
  const [first, ...rest] = finding.why.filter((why) => why.source !== podSource).map(told);
  const why: NonEmpty<Why> = first === undefined ? finding.why : [first, ...rest];
  const fixes = aboutSecrets(finding.fixes).map(filledIn);
  // what a node has of its own does not change what the secret is
  return finding.certainty === 'proven'
    ? { ...finding, unchecked: [], why, fixes }
    : { ...finding, why, fixes };
}

const told = ({ source, says }: Why): Why => ({ source, says: unnamed(says) });

/**
 * The fixes with commands: those that change the list of the stand-in, whose manifest nobody has,
 * become a remark.
 */
function aboutSecrets(fixes: readonly Fix[]): readonly Fix[] {
  const kept = fixes.filter(({ pipeline }) => pipeline.length > 0);
  const after = 'then add it to imagePullSecrets wherever this one is listed';
  return kept.length === fixes.length
    ? kept
    : kept.map((fix) => (fix.after === '' ? { ...fix, after } : fix));
}

const unnamed = (text: string) =>
  text
    .replaceAll(unknownRegistry, 'its registry')
    // the stand-in lists this secret alone; a real Pod may list others
    .replace(noneLeft, 'a Pod with nothing else for its image pulls without credentials');

const filledIn = (fix: Fix): Fix => ({
  ...fix,
  title: unnamed(fix.title),
  pipeline: fix.pipeline.map(([program, ...words]) => [program, ...words.map(argument)]),
});

function argument(word: Argument): Argument {
  if (word === `--docker-server=${unknownRegistry}`)
    return { prefix: '--docker-server=', fillIn: 'REGISTRY_SERVER' };
  return word === `pull-${unknownRegistry.replace('.', '-')}` ? 'pull-secret' : word;
}
