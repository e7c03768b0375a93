import type { UnreadEvidence } from '../../model/diagnosis.ts';
import type { SecretReading } from '../../model/pull-secret.ts';
import type { ReportSource } from '../../model/report.ts';
import { type EntryService, isWrong, type SecretLint } from '../../model/secret-lint.ts';
import type { ReportEntry, ReportSecret, SecretReport, SecretState } from '../../model/secret-report.ts';
import { visibleData } from '../../text/visible.ts';
import { type ConnectionFlags, toProblem } from '../shell.ts';
import { toFinding } from '../to-report.ts';

/** What a report says beside its Secrets. `observedAt` is RFC 3339. */
export interface SecretReportContext {
  readonly version: string;
  readonly source: ReportSource;
  readonly observedAt: string;
  readonly problems: readonly UnreadEvidence[];
  readonly connection: ConnectionFlags;
}

/**
 * The machine contract from what was found of each Secret. No text in it holds a character that
 * cannot be seen.
 */
export function toSecretReport(lints: readonly SecretLint[], context: SecretReportContext): SecretReport {
  const { version, source, observedAt, problems, connection } = context;
  const rules = Map.groupBy(
    lints.flatMap(({ findings }) => [...new Set(findings.map((finding) => finding.rule))]),
    (rule) => rule,
  );
  return visibleData({
    apiVersion: 'pullcheck/v1',
    kind: 'SecretReport',
    version,
    source,
    observedAt,
    summary: {
      secrets: lints.length,
      entries: lints.reduce((sum, { entries }) => sum + entries.length, 0),
      wrong: lints.filter(isWrong).length,
      rules: [...rules]
        .map(([rule, all]) => ({ rule, secrets: all.length }))
        .sort((a, b) => b.secrets - a.secrets || (a.rule < b.rule ? -1 : 1)),
    },
    secrets: inOrder(lints).map((lint) => toSecret(lint, connection)),
    problems: problems.map((problem) => toProblem(problem, connection)),
  });
}

/** Wrong ones first, then by namespace and name. */
export const inOrder = (lints: readonly SecretLint[]): readonly SecretLint[] =>
  lints.toSorted((a, b) => Number(isWrong(b)) - Number(isWrong(a)) || (placeOf(a) < placeOf(b) ? -1 : 1));

const placeOf = ({ evidence }: SecretLint) => `${evidence.namespace}/${evidence.reference.name}`;

/** Milliseconds since the data was written, as far as anything tells; null where nothing does. */
export function ageOf({ evidence }: SecretLint): number | null {
  const { secret } = evidence.reference;
  const since = secret.status === 'found' ? (secret.value.changedAt ?? secret.value.createdAt) : null;
  return since === null ? null : Math.max(0, Date.parse(evidence.observedAt) - Date.parse(since));
}

function toSecret(lint: SecretLint, connection: ConnectionFlags): ReportSecret {
  const { evidence, entries, accounts, owners, unserved, findings } = lint;
  const { namespace, reference } = evidence;
  const object = reference.secret.status === 'found' ? reference.secret.value : null;
  const age = ageOf(lint);
  return {
    namespace,
    name: reference.name,
    state: stateOf(lint.reading),
    type: object?.type ?? null,
    createdAt: object?.createdAt ?? null,
    changedAt: object?.changedAt ?? null,
    ageSeconds: age === null ? null : Math.floor(age / 1000),
    entries: entries.map(toEntry),
    usedBy: { serviceAccounts: accounts, owners },
    unserved,
    findings: findings.map((finding) => toFinding(finding, connection)),
    probes: Object.entries(evidence.probes ?? {}).map(([image, probe]) => ({ image, probe })),
  };
}

/** What the kubelet makes of a Secret, in a word. */
export function stateOf(reading: SecretReading): SecretState {
  switch (reading.kind) {
    case 'usable':
      return reading.otherForm ? 'ignored' : 'usable';
    case 'ignored':
    case 'undecodable':
    case 'absent':
      return reading.kind;
    default:
      return 'unknown';
  }
}

function toEntry({ entry, serves }: EntryService): ReportEntry {
  const { location, key, username, facts } = entry;
  const { kind, usernameLength, passwordLength, edges, expiresAt, notBefore } = facts;
  return {
    location,
    key,
    username,
    credential: { kind, usernameLength, passwordLength, edges, expiresAt, notBefore },
    serves,
  };
}
