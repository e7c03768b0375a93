import type { ImageDiagnosis, PodDiagnosis, UnreadEvidence } from '../model/diagnosis.ts';
import type { Finding, Fix } from '../model/finding.ts';
import type { SecretReading } from '../model/pull-secret.ts';
import type {
  Report,
  ReportFinding,
  ReportFix,
  ReportImage,
  ReportPod,
  ReportSimulation,
  ReportSource,
  ReportSummary,
} from '../model/report.ts';
import type { ParsedReference, Simulation } from '../model/simulation.ts';
import { visibleData } from '../text/visible.ts';
import { type ConnectionFlags, fixCommand, toProblem } from './shell.ts';

/**
 * What a report says beside its Pods. `podsScanned` counts those that were scanned, reported or
 * not.
 */
export interface ReportContext {
  readonly version: string;
  readonly source: ReportSource;
  readonly podsScanned: number;
  /** When the evidence was read; unless given, the newest time of the Pods. RFC 3339. */
  readonly observedAt?: string;
  /** Templates were judged, not Pods. */
  readonly preflight?: boolean;
  readonly connection: ConnectionFlags;
  /** Reads that gave nothing and were of no single Pod. */
  readonly problems?: readonly UnreadEvidence[];
}

/** The machine contract from the diagnoses. No text in it holds a character that cannot be seen. */
export function toReport(pods: readonly PodDiagnosis[], context: ReportContext): Report {
  return visibleData({
    apiVersion: 'pullcheck/v1',
    kind: context.preflight ? 'PreflightReport' : 'Report',
    version: context.version,
    source: context.source,
    observedAt: context.observedAt ?? newest(pods),
    summary: summaryOf(pods, context.podsScanned),
    pods: pods.map((pod) => toPod(pod, context.connection)),
    problems: distinct([...(context.problems ?? []), ...pods.flatMap((pod) => pod.problems)]).map((problem) =>
      toProblem(problem, context.connection),
    ),
  });
}

const newest = (pods: readonly PodDiagnosis[]): string | null =>
  pods
    .map(({ evidence }) => evidence.observedAt)
    .sort()
    .at(-1) ?? null;

function summaryOf(pods: readonly PodDiagnosis[], podsScanned: number): ReportSummary {
  const failing = pods.flatMap((pod) =>
    pod.images.flatMap((image) => {
      const blamed = image.findings.find((finding) => finding.severity === 'error');
      return image.status === 'failing' || blamed !== undefined ? [{ pod, rule: blamed?.rule ?? null }] : [];
    }),
  );
  const causes = [...Map.groupBy(failing, (one) => one.rule)].map(([rule, images]) => ({
    rule,
    pods: new Set(images.map((one) => one.pod)).size,
    images: images.length,
  }));
  return {
    podsScanned,
    pods: pods.length,
    images: pods.reduce((sum, pod) => sum + pod.images.length, 0),
    failing: failing.length,
    causes: causes.sort(
      (a, b) => b.pods - a.pods || b.images - a.images || ((a.rule ?? '~') < (b.rule ?? '~') ? -1 : 1),
    ),
  };
}

function toPod({ evidence, owner, images, problems }: PodDiagnosis, connection: ConnectionFlags): ReportPod {
  const { namespace, name, node, serviceAccount } = evidence.pod;
  return {
    context: null,
    namespace,
    name,
    node,
    serviceAccount,
    owner: owner === null ? null : { kind: owner.kind, name: owner.name },
    images: images.map((image) => toImage(image, connection)),
    unscheduled: evidence.pod.unscheduled ?? null,
    problems: problems.map((problem) => toProblem(problem, connection)),
    observedAt: evidence.observedAt,
  };
}

function toImage(diagnosis: ImageDiagnosis, connection: ConnectionFlags): ReportImage {
  const { image, status, failure, simulation, findings, cause } = diagnosis;
  const { reference } = simulation;
  const waiting = image.state.kind === 'waiting' ? image.state : null;
  return {
    container: image.container,
    kind: image.kind,
    image: image.image,
    reference: toReference(reference),
    pullPolicy: image.pullPolicy,
    status,
    reason: waiting?.reason ?? failure?.reason ?? null,
    message: waiting?.message ?? null,
    error: failure === null ? null : { label: failure.error.label, text: failure.text },
    firstSeen: failure?.firstSeen ?? null,
    credentialSent: failure?.error.credentialSent ?? null,
    cause,
    findings: findings.map((finding) => toFinding(finding, connection)),
    simulation: toSimulation(simulation),
    probe: diagnosis.probe,
    location: image.location ?? null,
  };
}

/** A finding with its commands quoted for a shell. */
export function toFinding(finding: Finding, connection: ConnectionFlags): ReportFinding {
  const { rule, stage, severity, certainty, what, why, unchecked, facts } = finding;
  return {
    rule,
    stage,
    severity,
    certainty,
    what,
    why,
    unchecked,
    fixes: finding.fixes.map((fix) => toFix(fix, connection)),
    facts,
    docs: `docs/rules/${rule}.md`,
  };
}

/** A fix with its commands in one line. */
export const toFix = (fix: Fix, connection: ConnectionFlags): ReportFix => ({
  title: fix.title,
  command: fixCommand(fix, connection),
  effect: fix.effect,
  after: fix.after,
  alternative: fix.alternative ?? false,
});

export const toReference = (reference: ParsedReference): ReportImage['reference'] =>
  reference.ok
    ? {
        registry: reference.registry,
        repository: reference.repository,
        tag: reference.tag,
        digest: reference.digest,
      }
    : null;

export const toSimulation = ({ kind, offers, readings, trials }: Simulation): ReportSimulation => ({
  kind,
  offers: offers.map(({ order, source, secret, entry, key }) => ({
    order,
    source,
    secret,
    entry: entry.location,
    key,
    username: entry.username,
  })),
  readings: readings.map((reading) => ({
    secret: reading.secret,
    kind: reading.kind,
    why: readingText(reading),
  })),
  trials: trials.map(({ secret, entry, outcome, wanted, offered }) => ({
    secret,
    entry,
    outcome,
    wanted,
    offered,
  })),
});

/** Why a secret gives no entry; null where it does. */
function readingText(reading: SecretReading): string | null {
  switch (reading.kind) {
    case 'usable':
      return reading.entries.length === 0 ? 'no entries' : null;
    case 'ignored':
      return reading.why === 'type'
        ? `ignored: type ${reading.type}`
        : `ignored: ${reading.why === 'key' ? 'no key' : 'empty'} ${reading.expectedKey}`;
    case 'undecodable':
      return 'cannot be decoded';
    case 'unnamed':
      return 'no name';
    case 'absent':
      return 'not found';
    case 'denied':
      return 'not read: forbidden';
    case 'failed':
      return 'not read';
  }
}

const distinct = <T>(values: readonly T[]) => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];
