import { exampleImage } from '../kubelet/image/example-image.ts';
import { simulate } from '../kubelet/simulate.ts';
import type { PodEvidence, PodImage, SecretReference } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import { failed, found, mapObserved } from '../model/observed.ts';
import type { SecretReading } from '../model/pull-secret.ts';
import type { PodPulls, SecretEvidence } from '../model/secret-lint.ts';
import { diagnose } from './diagnose.ts';
import { rank } from './rank.ts';
import { unknownRegistry, withoutPod } from './without-pod.ts';

/** The entries that a secret gives, or would give if it were not ignored. */
export const entriesOf = (reading: SecretReading) => ('entries' in reading ? reading.entries : []);

/** The distinct images of these Pods, sorted. */
export const imagesOf = (pods: readonly PodPulls[]) => [...new Set(pods.flatMap((pod) => pod.images))].sort();

/**
 * Each rule's word on the secret, once: asked of a Pod that lists it alone and pulls an image that
 * it serves, for every entry.
 */
export function secretFindings(
  evidence: SecretEvidence,
  reference: SecretReference,
  reading: SecretReading,
  users: readonly PodPulls[],
): readonly Finding[] {
  const pod = `Pod ${evidence.namespace}/${standIn}`;
  const asked = Object.keys(evidence.probes ?? {});
  const findings = partsOf(reading)
    .flatMap((part) => {
      const served = entriesOf(part).flatMap((entry) => exampleImage(entry) ?? []);
      const images = served.length > 0 || givesEntries(part) ? [...asked, ...served] : [likelyImage(users)];
      const tried = {
        ...reference,
        secret: mapObserved(reference.secret, (one) => ({ ...one, reading: part })),
      };
      return [...new Set(images)].flatMap(
        (image) => diagnose(podOf(evidence, tried, [image]), { preflight: true }).images,
      );
    })
    .flatMap((image) => image.findings.filter((finding) => isAbout(finding, reference.name)))
    .map((finding) => withoutPod(finding, pod));
  const same = Map.groupBy(findings, ({ rule, facts }) => `${rule} ${String(facts['entry'])}`);
  const once = [...same.values()].flatMap(([first]) => first ?? []);
  return rank(once, new Map());
}

/**
 * Entries of a secret that are looked at beside each other; of a larger one those that follow each
 * other, so that its size costs no square.
 */
const together = { small: 100, part: 20 };

function partsOf(reading: SecretReading): readonly SecretReading[] {
  if (!('entries' in reading) || reading.entries.length <= together.small) return [reading];
  const { entries } = reading;
  const starts = Array.from(
    { length: Math.ceil(entries.length / together.part) },
    (_, i) => i * together.part,
  );
  return starts.map((start) => ({ ...reading, entries: entries.slice(start, start + together.part) }));
}

/**
 * That none of its entries fits an image does not make a secret wrong: the images that it leaves
 * unserved tell that.
 */
const givesEntries = (reading: SecretReading) =>
  reading.kind === 'usable' && reading.entries.length > 0 && !reading.otherForm;

/**
 * What a secret that tells nothing is for: the image of a Pod that lists it, one beside Docker
 * Hub's first.
 */
function likelyImage(users: readonly PodPulls[]): string {
  const images = imagesOf(users).flatMap((image) => {
    const { reference } = simulate({ image, secrets: [] });
    return reference.ok ? [{ image, hub: reference.registry === 'docker.io' }] : [];
  });
  return (images.find(({ hub }) => !hub) ?? images[0])?.image ?? `${unknownRegistry}/x`;
}

function isAbout({ rule, stage, facts }: Finding, secret: string): boolean {
  // the right to pull is the registry's to tell, when it was asked
  if (stage !== 'secrets' && stage !== 'credentials' && rule !== 'credential-lacks-access') return false;
  const secrets = facts['secrets'];
  return facts['secret'] === secret || (Array.isArray(secrets) && secrets.includes(secret));
}

const standIn = 'new';

/** The images of the namespace for which the kubelet would send an entry of this secret. */
export const servedImages = ({ reference, pods }: SecretEvidence): readonly string[] =>
  imagesOf(pods).filter((image) => simulate({ image, secrets: [reference] }).offers.length > 0);

/** A Pod that lists this secret alone and pulls these images. */
export function podOf(
  evidence: SecretEvidence,
  reference: SecretReference,
  images: readonly string[],
): PodEvidence {
  const { namespace, elsewhere, observedAt, source } = evidence;
  const pulled = images.map(
    (image): PodImage => ({
      container: 'app',
      kind: 'container',
      image,
      pullPolicy: 'Always',
      state: { kind: 'none' },
      started: false,
      mountedBy: [],
      imageVolumes: [],
    }),
  );
  return {
    pod: {
      namespace,
      name: standIn,
      uid: '',
      createdAt: null,
      phase: '',
      node: null,
      hasSandbox: null,
      serviceAccount: 'default',
      imagePullSecrets: [reference.name],
      images: pulled,
      controller: null,
    },
    events: found([]),
    secrets: [reference],
    serviceAccount: failed('it was not asked for'),
    serviceAccountSecrets: [],
    elsewhere: elsewhere === null ? {} : { [reference.name]: elsewhere },
    node: failed('the Pod is not scheduled'),
    ...(evidence.probes === undefined ? {} : { probes: evidence.probes }),
    neighbours: null,
    neighbourSecrets: [],
    nodes: null,
    owner: null,
    observedAt,
    source,
  };
}
