import { intendedAddress } from '../kubelet/near-match/mismatch.ts';
import { nearestEntry } from '../kubelet/near-match/nearest-entry.ts';
import { simulate } from '../kubelet/simulate.ts';
import type { PodEvidence, PodImage, SecretReference } from '../model/evidence.ts';
import type { ProbeAttempt, ProbeResult } from '../model/probe.ts';
import type { AuthEntry, SecretReading } from '../model/pull-secret.ts';
import type { ImageReference, Simulation } from '../model/simulation.ts';
import { loginErrors } from '../pull-error/login-errors.ts';
import { readPullState } from '../pull-error/pull-state.ts';
import type { Prober } from '../registry/prober.ts';
import type { ProbeLogin } from '../registry/question.ts';

/**
 * Which logins are sent: all, those that the kubelet sends, or none. `deep`: all, and each layer is
 * asked for.
 */
export type ProbeMode = 'all' | 'deep' | 'offers' | 'anonymous';

export interface ProbePlan {
  readonly mode: ProbeMode;
  /** `os/architecture` in place of the platforms of the nodes; empty for those. */
  readonly platforms: readonly string[];
  /** Gives the logins that stand in for the Pod's own; null for those. */
  readonly instead: ((registry: string) => Promise<AuthEntry | null>) | null;
}

/** What stands in place of a secret's name where a login is not the Pod's. */
export const ownLogin = "this machine's login, not the Pod's";

/**
 * The evidence with what the registries answered for the images: those that fail or were not pulled
 * yet; where there are none, all.
 */
export async function probePod(evidence: PodEvidence, prober: Prober, plan: ProbePlan): Promise<PodEvidence> {
  const images = imagesToAsk(evidence);
  const results = await Promise.all(
    images.map(async (image) => [image.image, await probeImage(evidence, image, prober, plan)] as const),
  );
  return {
    ...evidence,
    probes: Object.fromEntries(
      results.flatMap(([name, result]) => (result === null ? [] : [[name, result]])),
    ),
  };
}

/** How many logins the Pod's questions may carry. */
export const loginsOf = (evidence: PodEvidence, { mode, instead }: ProbePlan): number => {
  if (mode === 'anonymous') return 0;
  if (instead !== null) return registriesOf(evidence).length;
  const entries = imagesToAsk(evidence).flatMap((image) =>
    simulated(evidence, image).offers.map(({ entry }) => entry),
  );
  return new Set(entries.map(({ location }) => location)).size;
};

/** The registries that a Pod's images are of. */
export const registriesOf = (evidence: PodEvidence): readonly string[] => [
  ...new Set(
    imagesToAsk(evidence).flatMap((image) => {
      const { reference } = simulated(evidence, image);
      return reference.ok ? [reference.registry] : [];
    }),
  ),
];

function imagesToAsk(evidence: PodEvidence): readonly PodImage[] {
  const events = evidence.events.status === 'found' ? evidence.events.value : [];
  const pulled = evidence.pod.images.filter(({ pullPolicy }) => pullPolicy !== 'Never');
  const open = pulled.filter((image) => readPullState(image, events, evidence.pod.phase).status !== 'ok');
  return open.length > 0 ? open : pulled;
}

const simulated = ({ secrets }: PodEvidence, { image, pullPolicy }: PodImage) =>
  simulate({ image, pullPolicy, secrets });

async function probeImage(
  evidence: PodEvidence,
  image: PodImage,
  prober: Prober,
  plan: ProbePlan,
): Promise<ProbeResult | null> {
  const simulation = simulated(evidence, image);
  const { reference } = simulation;
  if (!reference.ok) return null;
  const offers = plan.instead === null ? offersOf(simulation) : await insteadOf(plan.instead, reference);
  const failure = failureOf(evidence, image);
  const result = await prober.ask({
    reference,
    as: runtimeOf(evidence),
    platforms: plan.platforms.length > 0 ? plan.platforms : platformsOf(evidence),
    // the words of a failed login put no platform in question
    platformInQuestion: failure === null || !loginErrors.includes(failure.error.label),
    failing: failure !== null,
    layers: plan.mode === 'deep',
    offers: plan.mode === 'anonymous' ? [] : offers,
    candidates: isThorough(plan) ? candidatesOf(evidence, simulation, image) : [],
  });
  return plan.mode === 'anonymous' || plan.instead !== null
    ? result
    : withUnread(result, simulation.readings);
}

const offersOf = ({ offers }: Simulation): readonly ProbeLogin[] =>
  offers
    .filter(({ source }) => source === 'secret')
    .map(({ order, secret, entry }) => ({ order, candidate: null, secret, entry }));

/** A login of this machine, for the registry that it is for. */
async function insteadOf(
  loginFor: NonNullable<ProbePlan['instead']>,
  { registry }: ImageReference,
): Promise<readonly ProbeLogin[]> {
  const entry = await loginFor(registry);
  return entry === null ? [] : [{ order: 1, candidate: null, secret: ownLogin, entry }];
}

/**
 * A secret that could not be read may hold a login: the answer to the others is not the answer to
 * the Pod.
 */
function withUnread(result: ProbeResult, readings: readonly SecretReading[]): ProbeResult {
  const unread = readings.flatMap((reading): readonly ProbeAttempt[] => {
    const says =
      reading.kind === 'denied'
        ? `Secret ${reading.secret} could not be read: get secrets is forbidden to you`
        : reading.kind === 'failed'
          ? `Secret ${reading.secret} could not be read: ${reading.problem}`
          : null;
    return says === null ? [] : [{ ...unreadAttempt, secret: reading.secret, says }];
  });
  return { ...result, attempts: [...result.attempts, ...unread] };
}

const unreadAttempt: ProbeAttempt = {
  as: 'offer',
  outcome: 'not-asked',
  order: null,
  candidate: null,
  secret: null,
  entry: null,
  at: null,
  status: null,
  error: null,
  granted: null,
  tokenExpiresAt: null,
  says: null,
};

/** containerd's way of asking where the node does not tell, since most nodes run it. */
const runtimeOf = ({ node }: PodEvidence) =>
  node.status === 'found' && /^cri-?o/i.test(node.value.containerRuntime) ? 'cri-o' : 'containerd';

function platformsOf({ node, nodes }: PodEvidence): readonly string[] {
  const known = node.status === 'found' ? [node.value] : nodes?.status === 'found' ? nodes.value : [];
  return [
    ...new Set(
      known
        .filter(({ os, architecture }) => os !== '' && architecture !== '')
        .map(({ os, architecture }) => `${os}/${architecture}`),
    ),
  ];
}

const isThorough = ({ mode, instead }: ProbePlan) => (mode === 'all' || mode === 'deep') && instead === null;

function failureOf({ events, pod }: PodEvidence, image: PodImage) {
  return readPullState(image, events.status === 'found' ? events.value : [], pod.phase).failure;
}

/**
 * Logins that would be sent once the Pod is put right, each only to the host that its entry names.
 */
function candidatesOf(evidence: PodEvidence, simulation: Simulation, image: PodImage): readonly ProbeLogin[] {
  const { reference } = simulation;
  if (!reference.ok || simulation.offers.length > 0) return [];
  const others = evidence.pod.images
    .map((one) => simulate({ image: one.image, secrets: [] }).reference)
    .flatMap((one) => (one.ok ? [`${one.registry}/${one.repository}`] : []))
    .filter((name) => name !== `${reference.registry}/${reference.repository}`);
  const nearest = nearestEntry(simulation, others);
  const mismatched =
    nearest !== null && sameHost(nearest.entry, reference.registry)
      ? [{ order: null, candidate: 'mismatch' as const, secret: nearest.trial.secret, entry: nearest.entry }]
      : [];
  return [
    ...mismatched,
    ...served(evidence.serviceAccountSecrets, image, 'service-account'),
    ...served(evidence.neighbourSecrets, image, 'neighbour'),
  ];
}

const served = (
  secrets: readonly SecretReference[],
  { image }: PodImage,
  candidate: 'service-account' | 'neighbour',
): readonly ProbeLogin[] =>
  simulate({ image, secrets }).offers.map(({ secret, entry }) => ({ order: null, candidate, secret, entry }));

const hubHosts = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);

/** Whether an entry is for the host of a registry, whatever its port. */
function sameHost(entry: AuthEntry, registry: string): boolean {
  const host = registry.toLowerCase().replace(/:\d+$/, '');
  const name = intendedAddress(entry).host.toLowerCase();
  return hubHosts.has(host) ? hubHosts.has(name) : name === host;
}
