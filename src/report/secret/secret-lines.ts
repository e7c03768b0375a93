import type { SecretLint, UnservedImage, UsersSeen } from '../../model/secret-lint.ts';
import { age } from '../../text/age.ts';
import { labelled } from '../../text/wrap.ts';
import type { ConnectionFlags } from '../shell.ts';
import { fullFinding, type Layout, shortFinding } from '../text/finding-lines.ts';
import { probeLines } from '../text/probe-lines.ts';
import { toFinding } from '../to-report.ts';
import { entriesTable } from './entries-table.ts';
import { ageOf } from './to-secret-report.ts';

/** `connection`: the flags that suggested commands carry. */
export interface SecretLayout extends Layout {
  readonly connection: ConnectionFlags;
}

const shown = 10;

/** One Secret: what it is, its entries, who refers to it, what it does not serve, what is wrong. */
export function secretLines(lint: SecretLint, seen: UsersSeen, layout: SecretLayout): readonly string[] {
  const { chalk, connection } = layout;
  const findings = lint.findings.map((finding) => toFinding(finding, connection));
  const table = entriesTable(lint, seen.pods);
  const errors = findings.filter((finding) => finding.severity === 'error');
  const others = findings.filter((finding) => finding.severity !== 'error');
  return [
    chalk.bold(headline(lint)),
    '',
    ...(table.length === 0 ? [] : [...table, '']),
    ...(lint.reading.kind === 'usable' && table.length === 0 ? ['  it holds no entries', ''] : []),
    ...userLines(lint, seen, layout),
    ...unservedLines(lint, layout),
    ...askedLines(lint, layout),
    ...errors.flatMap((finding) => ['', ...fullFinding(finding, layout)]),
    ...(others.length === 0 ? [] : ['', ...others.flatMap((finding) => shortFinding(finding, layout))]),
  ];
}

function headline(lint: SecretLint): string {
  const { namespace, reference } = lint.evidence;
  const { name, secret } = reference;
  const state = {
    found: () => (secret.status === 'found' ? [secret.value.type, ...written(lint)] : []),
    absent: () => ['not found'],
    denied: () => ['not read: forbidden'],
    failed: () => ['not read'],
  };
  return [`secret/${name} in ${namespace}`, ...state[secret.status]()].join(', ');
}

function written(lint: SecretLint): readonly string[] {
  const { secret } = lint.evidence.reference;
  const since = ageOf(lint);
  if (secret.status !== 'found' || since === null) return [];
  return [`${secret.value.changedAt === null ? 'created' : 'written'} ${age(since)} ago`];
}

function userLines(
  { accounts, owners, evidence }: SecretLint,
  seen: UsersSeen,
  { width }: Layout,
): readonly string[] {
  const users = [
    ...accounts.map((name) => `ServiceAccount ${name}`),
    ...owners.map(({ kind, name, pods }) =>
      kind === 'Pod' ? `Pod ${name}` : `${kind} ${name} (${counted(pods)})`,
    ),
  ];
  const where = evidence.source === 'file' ? 'in the file' : 'of the namespace';
  const unseen = [...(seen.pods ? [] : ['Pods']), ...(seen.accounts ? [] : ['ServiceAccounts'])].join(
    ' and ',
  );
  if (unseen !== '') {
    const others = users.length === 0 ? 'not known' : 'perhaps others';
    return listLines('used by  ', [...firstOf(users), `${others}: not all ${unseen} could be read`], width);
  }
  const none = `no Pod and no ServiceAccount ${where}`;
  return listLines('used by  ', users.length === 0 ? [none] : firstOf(users), width);
}

const unservedLines = ({ unserved, evidence }: SecretLint, { width }: Layout) =>
  evidence.reference.secret.status === 'found'
    ? listLines('does not serve  ', firstOf(unserved.map(unservedText)), width)
    : [];

const askedLines = ({ evidence }: SecretLint, { width }: Layout) =>
  Object.entries(evidence.probes ?? {}).flatMap(([image, probe]) => [
    '',
    ...labelled('image  ', image, '  ', width),
    ...probeLines(probe, width),
  ]);

const unservedText = ({ image, pods, nearest }: UnservedImage) =>
  `${image} (${counted(pods)})${nearest === null ? '' : `: ${nearest.says} (entry ${nearest.entry})`}`;

const counted = (pods: number) => `${pods} ${pods === 1 ? 'Pod' : 'Pods'}`;

const firstOf = (lines: readonly string[]) =>
  lines.length > shown ? [...lines.slice(0, shown), `and ${lines.length - shown} more`] : lines;

const listLines = (label: string, lines: readonly string[], width: number) =>
  lines.flatMap((line, index) => labelled(index === 0 ? label : ' '.repeat(label.length), line, '  ', width));
