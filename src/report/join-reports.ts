import type { Report } from '../model/report.ts';
import { visibleData } from '../text/visible.ts';

/** The report of one cluster of several. */
export interface ReportOfContext {
  readonly context: string;
  readonly report: Report;
}

/**
 * Reports of several clusters as one: each Pod and each problem says its context, a cause counts
 * over all. At least one report.
 */
export function joinReports(parts: readonly [ReportOfContext, ...ReportOfContext[]]): Report {
  const reports = parts.map(({ report }) => report);
  const sum = (of: (report: Report) => number) => reports.reduce((total, one) => total + of(one), 0);
  const causes = Map.groupBy(
    reports.flatMap(({ summary }) => summary.causes),
    ({ rule }) => rule,
  );
  return visibleData({
    ...parts[0].report,
    source: { kind: 'clusters', contexts: parts.map(({ context }) => context) },
    observedAt:
      reports
        .flatMap(({ observedAt }) => observedAt ?? [])
        .sort()
        .at(-1) ?? null,
    summary: {
      podsScanned: sum(({ summary }) => summary.podsScanned),
      pods: sum(({ summary }) => summary.pods),
      images: sum(({ summary }) => summary.images),
      failing: sum(({ summary }) => summary.failing),
      causes: [...causes]
        .map(([rule, same]) => ({
          rule,
          pods: same.reduce((total, { pods }) => total + pods, 0),
          images: same.reduce((total, { images }) => total + images, 0),
        }))
        .sort((a, b) => b.pods - a.pods || b.images - a.images),
    },
    pods: parts.flatMap(({ context, report }) =>
      report.pods.map((pod) => ({
        ...pod,
        context,
        problems: pod.problems.map((problem) => ({ ...problem, what: inContext(problem.what, context) })),
      })),
    ),
    problems: parts.flatMap(({ context, report }) =>
      report.problems.map((problem) => ({ ...problem, what: inContext(problem.what, context) })),
    ),
  });
}

export const inContext = (what: string, context: string): string => `context ${context}: ${what}`;
