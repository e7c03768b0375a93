import { readPullSecret } from '../kubelet/credentials/read-pull-secret.ts';
import { nearestEntry } from '../kubelet/near-match/nearest-entry.ts';
import { simulate } from '../kubelet/simulate.ts';
import type { SecretReference } from '../model/evidence.ts';
import { found } from '../model/observed.ts';
import type { AuthEntry, SecretReading } from '../model/pull-secret.ts';
import type { PodPulls, SecretEvidence, SecretLint, UnservedImage } from '../model/secret-lint.ts';
import type { Simulation } from '../model/simulation.ts';
import { differences } from '../rules/shared/differences.ts';
import { entriesOf, imagesOf, secretFindings } from './secret-findings.ts';

/**
 * What a pull secret holds, who refers to it, which images it serves, and what the rules of the
 * diagnosis say of it by itself.
 */
export function lintSecret(evidence: SecretEvidence): SecretLint {
  const { name } = evidence.reference;
  const reading = readPullSecret(evidence.reference);
  const reference = alreadyRead(evidence.reference, reading);
  const users = evidence.pods.filter((pod) => pod.imagePullSecrets.includes(name));
  const pulls = pullsWith(reference, evidence.pods, users);
  return {
    evidence,
    reading,
    entries: entriesOf(reading).map((entry) => ({
      entry,
      serves: pulls.filter(({ offered }) => offered.has(entry)).map(({ image }) => image),
    })),
    accounts: evidence.accounts
      .filter((account) => account.imagePullSecrets.includes(name))
      .map((account) => account.name)
      .sort(),
    owners: ownerUses(users),
    unserved: reading.kind === 'denied' || reading.kind === 'failed' ? [] : pulls.flatMap(unservedOf),
    findings: secretFindings(evidence, reference, reading, users),
  };
}

/** Has the decoder's work done once: the secret is tried with many images. */
const alreadyRead = ({ name, secret }: SecretReference, reading: SecretReading): SecretReference => ({
  name,
  secret: secret.status === 'found' ? found({ ...secret.value, reading }) : secret,
});

/**
 * An image of the namespace, pulled with this secret alone. `users`: how many Pods with the image
 * list the secret.
 */
interface Pull {
  readonly image: string;
  readonly users: number;
  readonly offered: ReadonlySet<AuthEntry>;
  /**
   * `unwanted`: the image is served, cannot be pulled at all, or no Pod that has it lists the
   * secret.
   */
  readonly nearest: UnservedImage['nearest'] | 'unwanted';
}

function pullsWith(
  reference: SecretReference,
  pods: readonly PodPulls[],
  users: readonly PodPulls[],
): readonly Pull[] {
  const counts = new Map<string, number>();
  for (const image of users.flatMap((pod) => pod.images)) counts.set(image, (counts.get(image) ?? 0) + 1);
  return imagesOf(pods).map((image) => {
    const simulation = simulate({ image, secrets: [reference] });
    const offered = new Set(simulation.offers.map((offer) => offer.entry));
    const count = counts.get(image) ?? 0;
    const lacking = count > 0 && simulation.reference.ok && offered.size === 0;
    return { image, users: count, offered, nearest: lacking ? nearestTo(simulation) : 'unwanted' };
  });
}

function nearestTo(simulation: Simulation): UnservedImage['nearest'] {
  const nearest = nearestEntry(simulation, []);
  if (nearest === null || nearest.mismatch === 'host') return null;
  const { entry, mismatch, trial } = nearest;
  return { entry: entry.location, mismatch, says: differences[mismatch](trial) };
}

const unservedOf = ({ image, users, nearest }: Pull): readonly UnservedImage[] =>
  nearest === 'unwanted' ? [] : [{ image, pods: users, nearest }];

const ownerUses = (users: readonly PodPulls[]) =>
  [...Map.groupBy(users, ({ owner }) => `${owner.kind}/${owner.name}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [first, ...others]]) =>
      first === undefined
        ? []
        : [{ kind: first.owner.kind, name: first.owner.name, pods: 1 + others.length }],
    );
