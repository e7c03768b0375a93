import { servesPlatform } from '../kubelet/image/platform.ts';
import type { PullFailure } from '../model/diagnosis.ts';
import type { AttemptOutcome, ProbeAttempt, ProbeResult } from '../model/probe.ts';
import type { PullErrorLabel } from '../model/pull-error.ts';
import type { Simulation } from '../model/simulation.ts';
import { nodeAttempts } from '../rules/shared/probe-results.ts';

/**
 * How a pull would fail by what the registry answered; null where it would not, or where nobody
 * knows.
 */
export function expectedFailure(probe: ProbeResult, simulation: Simulation): PullFailure | null {
  const attempts = probe.notAsked === null ? attemptsOf(probe, simulation) : [];
  const label = labelOf(probe, attempts);
  const [first] = attempts;
  if (label === null || first === undefined) return null;
  const attempt = {
    label,
    text: '',
    credentialSent: first.as === 'offer' ? ('yes' as const) : ('no' as const),
    host: probe.asked,
    address: null,
    status: first.status,
    party: null,
    mirrorLabel: null,
    registryLabel: null,
    step: null,
    page: false,
    policy: false,
  };
  return {
    reason: '',
    text: '',
    from: 'none',
    error: { ...attempt, attempts: [attempt], cut: false },
    firstSeen: null,
    lastSeen: null,
  };
}

/**
 * What the node would send; where that is not known, what was answered with the image or its
 * absence, which hang on no login.
 */
function attemptsOf(probe: ProbeResult, simulation: Simulation): readonly ProbeAttempt[] {
  const own = nodeAttempts(probe, simulation);
  return own.length > 0
    ? own
    : probe.attempts.filter(({ outcome }) => outcome === 'found' || outcome === 'not-found');
}

const refusals: Readonly<Partial<Record<AttemptOutcome, PullErrorLabel>>> = {
  'anonymous-refused': 'unauthorized-no-credentials',
  'login-refused': 'unauthorized-bad-credentials',
  'no-right': 'forbidden-insufficient-scope',
  forbidden: 'registry-4xx-other',
};

function labelOf(probe: ProbeResult, attempts: readonly ProbeAttempt[]): PullErrorLabel | null {
  const outcomes = attempts.map(({ outcome }) => outcome);
  if (outcomes.includes('found')) return contentLabel(probe);
  if (outcomes.includes('not-found'))
    return probe.missing === 'repository'
      ? 'repository-not-found'
      : probe.missing === 'digest'
        ? 'digest-not-found'
        : 'tag-not-found';
  const labels = outcomes.map((outcome) => refusals[outcome] ?? null);
  // what was not asked, or gave no answer, may pass
  if (labels.includes(null)) return null;
  return labels.find((label) => label === 'forbidden-insufficient-scope') ?? labels.at(0) ?? null;
}

function contentLabel({ manifest, platforms }: ProbeResult): PullErrorLabel | null {
  if (manifest === null) return null;
  if (manifest.digestPresent === false) return 'digest-not-found';
  if (manifest.artifact !== null) return 'manifest-schema-unsupported';
  if (manifest.digestMatches === false) return 'digest-mismatch';
  const partsGone = manifest.childrenGone.length > 0 || (manifest.layersGone ?? []).length > 0;
  if (partsGone || manifest.configPresent === false) return 'blob-missing-or-corrupt';
  const lacking =
    manifest.platforms.length > 0 &&
    platforms.some((one) => !manifest.platforms.some((own) => servesPlatform(own, one)));
  return lacking ? 'platform-mismatch' : null;
}
