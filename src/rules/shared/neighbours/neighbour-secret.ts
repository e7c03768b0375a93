import { simulate } from '../../../kubelet/simulate.ts';
import type { SecretObject } from '../../../model/evidence.ts';
import type { Fix } from '../../../model/finding.ts';
import { found } from '../../../model/observed.ts';
import type { ImageContext } from '../../define-rule.ts';
import { attachSecret } from '../fixes/list-fixes.ts';

/**
 * Secrets of neighbours with which the kubelet would have a credential for this image, neither
 * empty nor past its end.
 */
export function servingSecrets({ image, evidence }: ImageContext): readonly string[] {
  const { secrets, neighbourSecrets, observedAt } = evidence;
  return neighbourSecrets
    .filter((one) => {
      const { kind, offers } = simulate({ image: image.image, secrets: [...secrets, one] });
      return (
        kind === 'offers' &&
        offers.some(
          ({ secret, entry: { facts } }) =>
            secret === one.name &&
            facts.passwordLength > 0 &&
            !(Date.parse(facts.expiresAt ?? '') <= Date.parse(observedAt)),
        )
      );
    })
    .map((one) => one.name);
}

/**
 * These fixes behind a smaller one: to list a secret that is there already and serves a neighbour.
 * Only where such a secret is known.
 */
export function orExistingSecret(pull: ImageContext, fixes: readonly Fix[]): readonly Fix[] {
  const [serving] = servingSecrets(pull);
  const [first, ...rest] = fixes;
  if (serving === undefined) return fixes;
  const attach = attachSecret(pull, serving);
  return first === undefined ? attach : [...attach, { ...first, alternative: true }, ...rest];
}

/** A neighbour runs an image that this secret of the Pod serves: what is in it has to stay. */
export function usedByNeighbours({ evidence }: ImageContext, secret: string): boolean {
  const { neighbours, secrets } = evidence;
  const own = secrets.find((one) => one.name === secret);
  if (neighbours?.status !== 'found' || own?.secret.status !== 'found') return false;
  const served = servedBy(own.secret.value);
  return neighbours.value.pods.some(
    (pod) =>
      pod.imagePullSecrets.includes(secret) &&
      pod.images.some(({ repository, image }) => repository !== null && served(repository, image)),
  );
}

/**
 * What each Secret serves by repository: all failing Pods of a namespace ask about the same
 * neighbours.
 */
const served = new WeakMap<SecretObject, Map<string, boolean>>();

function servedBy(secret: SecretObject): (repository: string, image: string) => boolean {
  const known = served.get(secret) ?? new Map<string, boolean>();
  served.set(secret, known);
  return (repository, image) => {
    const before = known.get(repository);
    if (before !== undefined) return before;
    const own = [{ name: secret.name, secret: found(secret) }];
    const now = simulate({ image, secrets: own }).offers.length > 0;
    known.set(repository, now);
    return now;
  };
}
