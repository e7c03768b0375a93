import type { Report, ReportImage, ReportPod } from '../model/report.ts';
import type { SecretReport } from '../model/secret-report.ts';
import { blamed, fails, podFails } from './view.ts';

type Labels = Readonly<Record<string, string>>;

interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/**
 * Time series of one metric at most, so that no cluster floods a Prometheus; the smallest are
 * summed into one.
 */
const most = 500;

/** Stands for the namespaces that have no series of their own; no namespace can have that name. */
const others = '_others';

/**
 * The report as Prometheus reads it (text exposition format 0.0.4): gauges by namespace and rule,
 * never by Pod. What is not known, such as the time of a report without Pods, has no sample.
 */
export function renderPrometheus(report: Report): string {
  const { pods, problems, summary } = report;
  const failing = pods.flatMap((pod) => pod.images.filter(fails).map((image) => ruleLabels(pod, image)));
  const perPod = pods.flatMap((pod) =>
    distinct(pod.images.filter(fails).map((image) => ruleLabels(pod, image))),
  );
  const warned = pods.filter((pod) => !podFails(pod)).flatMap(warningLabels);
  return exposition([
    metric('pullcheck_build_info', 'The version of pullcheck that wrote this.', [
      { labels: { version: report.version }, value: 1 },
    ]),
    metric('pullcheck_scan_timestamp_seconds', 'When the evidence was read.', timeOf(report.observedAt)),
    metric('pullcheck_pods_scanned', 'Pods that were looked at.', [
      { labels: {}, value: summary.podsScanned },
    ]),
    metric('pullcheck_images_failing', 'Images whose pull fails, by cause.', counted(failing)),
    metric(
      'pullcheck_pods_failing',
      'Pods with such an image. One with several causes counts for each.',
      counted(perPod),
    ),
    metric(
      'pullcheck_pods_not_pulling_again',
      'Pods that run and would not pull again, by rule; only a scan with --warnings looks for them.',
      counted(warned),
    ),
    metric(
      'pullcheck_credential_expiry_timestamp_seconds',
      'When a credential in a pull secret expires, of those that expire soon and a Pod needs.',
      soonest(pods.flatMap(expiries)),
    ),
    metric('pullcheck_unreadable_reads', 'Reads that failed or were denied and could change a verdict.', [
      { labels: {}, value: problems.length },
    ]),
  ]);
}

/** The same of a report on pull secrets; the names differ, so that both can be scraped. */
export function renderSecretPrometheus({ version, observedAt, secrets, problems }: SecretReport): string {
  const wrong = secrets.flatMap(({ namespace, findings }) =>
    distinct(
      findings.filter(({ severity }) => severity === 'error').map(({ rule }) => ({ namespace, rule })),
    ),
  );
  const ends = secrets.flatMap(({ namespace, name, entries }) =>
    entries.flatMap(({ credential }) => expiry({ namespace, secret: name }, credential.expiresAt)),
  );
  return exposition([
    metric('pullcheck_secret_build_info', 'The version of pullcheck that wrote this.', [
      { labels: { version }, value: 1 },
    ]),
    metric('pullcheck_secret_scan_timestamp_seconds', 'When the evidence was read.', timeOf(observedAt)),
    metric('pullcheck_secrets', 'Pull secrets that were looked at.', [{ labels: {}, value: secrets.length }]),
    metric('pullcheck_secrets_wrong', 'Pull secrets with an error, by rule.', counted(wrong)),
    metric(
      'pullcheck_secret_credential_expiry_timestamp_seconds',
      'When the first credential of a pull secret expires, where its form tells.',
      soonest(ends),
    ),
    metric(
      'pullcheck_secret_unreadable_reads',
      'Reads that failed or were denied and could change a verdict.',
      [{ labels: {}, value: problems.length }],
    ),
  ]);
}

const placeLabels = ({ context, namespace }: ReportPod): Labels => ({
  ...(context === null ? {} : { context }),
  namespace,
});

const ruleLabels = (pod: ReportPod, image: ReportImage): Labels => ({
  ...placeLabels(pod),
  rule: blamed(image)?.rule ?? 'unexplained',
});

const warningLabels = (pod: ReportPod): readonly Labels[] =>
  distinct(
    pod.images.flatMap(({ findings }) =>
      findings
        .filter(({ severity }) => severity === 'warning')
        .map(({ rule }) => ({ ...placeLabels(pod), rule })),
    ),
  );

const expiries = (pod: ReportPod): readonly Sample[] =>
  pod.images.flatMap(({ findings }) =>
    findings.flatMap(({ facts: { secret, expiresAt } }) =>
      typeof secret === 'string' && typeof expiresAt === 'string'
        ? expiry({ ...placeLabels(pod), secret }, expiresAt)
        : [],
    ),
  );

const expiry = (labels: Labels, expiresAt: string | null): readonly Sample[] =>
  timeOf(expiresAt).map(({ value }) => ({ labels, value }));

function timeOf(stamp: string | null): readonly Sample[] {
  const time = Date.parse(stamp ?? '');
  return Number.isNaN(time) ? [] : [{ labels: {}, value: time / 1000 }];
}

const keyOf = (labels: Labels) => JSON.stringify(labels);

const distinct = (all: readonly Labels[]): readonly Labels[] => [
  ...new Map(all.map((labels) => [keyOf(labels), labels])).values(),
];

/** How often each set of labels is there: the largest counts, and the sum of the others by rule. */
function counted(all: readonly Labels[]): readonly Sample[] {
  const samples = [...Map.groupBy(all, keyOf).values()]
    .flatMap((same) => (same[0] === undefined ? [] : [{ labels: same[0], value: same.length }]))
    .sort((a, b) => b.value - a.value);
  if (samples.length <= most) return samples;
  const left = Map.groupBy(samples.slice(most), ({ labels }) => labels['rule'] ?? '');
  const sums = [...left].map(([rule, same]) => ({
    labels: { namespace: others, rule },
    value: same.reduce((sum, { value }) => sum + value, 0),
  }));
  return [...samples.slice(0, most), ...sums];
}

/** One time for each set of labels, the first; the soonest of all are kept. */
const soonest = (samples: readonly Sample[]): readonly Sample[] =>
  [...Map.groupBy(samples, ({ labels }) => keyOf(labels)).values()]
    .flatMap((same) => same.toSorted((a, b) => a.value - b.value).slice(0, 1))
    .sort((a, b) => a.value - b.value)
    .slice(0, most);

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

const metric = (name: string, help: string, samples: readonly Sample[]): Metric => ({ name, help, samples });

const exposition = (metrics: readonly Metric[]): string =>
  metrics
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, help, samples }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      ...samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}`),
    ])
    .map((line) => `${line}\n`)
    .join('');

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/**
 * Backslash, quote and line feed are all that is escaped
 * (prometheus.io/docs/instrumenting/exposition_formats).
 */
const escaped = (value: string) =>
  value.toWellFormed().replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
