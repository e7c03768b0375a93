import { ConnectionError } from '../../api-client/kubeconfig/connection-error.ts';
import { loadKubeconfig } from '../../api-client/kubeconfig/load-kubeconfig.ts';
import { fails } from '../../model/diagnosis.ts';
import { inContext, joinReports, type ReportOfContext } from '../../report/join-reports.ts';
import { toReport } from '../../report/to-report.ts';
import { UsageError } from '../args/argv.ts';
import type { DiagnosisFlags } from '../args/common-flags.ts';
import { carriedFlags, toConnectionOptions } from '../args/connection-flags.ts';
import { type EvidenceSource, openSource } from './evidence-source.ts';
import { exitCodes } from './exit-code.ts';
import type { Outcome } from './outcome.ts';
import { endProgress } from './progress.ts';
import { debugLog, openProbingOf, withProbing } from './with-source.ts';
import { writeOutput } from './write-output.ts';
import { formOf, writeUnread } from './write-report.ts';

type Look = (source: EvidenceSource) => Promise<Outcome>;

/** Clusters that are read at once. */
const together = 8;

/**
 * What says which cluster, or who asks it: with several, a login would go to clusters that it is
 * not for, or to whoever answers in their place.
 */
const ofOneCluster = [
  ...['from', 'wait', 'context', 'cluster', 'user', 'server', 'token', 'username', 'password'],
  ...['client-certificate', 'client-key', 'certificate-authority', 'tls-server-name'],
  'insecure-skip-tls-verify',
] as const;

/**
 * Looks for Pods in several clusters side by side and writes one report. A cluster that cannot be
 * read is a line on standard error and a problem of the report, and the exit code is 3; the others
 * are reported all the same.
 */
export async function runContexts(flags: DiagnosisFlags, version: string, look: Look): Promise<void> {
  const log = debugLog(flags);
  const given = ofOneCluster.find((name) => {
    const value = flags[name as keyof DiagnosisFlags];
    return value !== undefined && value !== false;
  });
  const chosen = flags.contexts === undefined ? '--all-contexts' : '--contexts';
  if (given !== undefined)
    throw new UsageError(`--${given} is of one cluster and cannot be used with ${chosen}`);
  const contexts = contextNames(flags);
  const probing = await openProbingOf(flags, version, log);
  try {
    const looked: Looked[] = [];
    for (let start = 0; start < contexts.length; start += together)
      looked.push(
        ...(await Promise.all(
          contexts
            .slice(start, start + together)
            .map((context) =>
              lookAt(context, flags, (source) => look(withProbing(source, probing, flags)), log),
            ),
        )),
      );
    endProgress();
    for (const { context, outcome } of looked)
      writeUnread(
        outcome.unread.map((one) => ({ ...one, says: inContext(one.says, context) })),
        carriedFlags({ ...flags, context }),
      );
    const [first, ...others] = looked.map((one) => reportOf(one, flags, version));
    const read = looked.filter(({ outcome }) => outcome.unread.length === 0 || outcome.diagnoses.length > 0);
    if (first !== undefined && read.length > 0) {
      const namespaces = new Set(read.map(({ outcome }) => outcome.namespace));
      const [namespace = null] = namespaces.size === 1 ? namespaces : [];
      const report = joinReports([first, ...others]);
      writeOutput(await formOf(report, flags, { namespace, scan: true }), flags['output-file']);
    }
    const failing = looked.some(({ outcome }) => outcome.diagnoses.some(({ images }) => images.some(fails)));
    process.exitCode = looked.some(({ outcome }) => outcome.unread.length > 0)
      ? exitCodes.notChecked
      : failing && !flags['exit-zero']
        ? exitCodes.failing
        : exitCodes.sound;
  } finally {
    await probing?.close();
  }
}

/** In the order of the command line, or of the kubeconfig. */
function contextNames(flags: DiagnosisFlags): readonly string[] {
  if (flags.contexts !== undefined) {
    if (flags['all-contexts'] === true)
      throw new UsageError('--contexts and --all-contexts exclude each other');
    const names = flags.contexts.split(',').map((name) => name.trim());
    if (names.includes('')) throw new UsageError(`--contexts ${flags.contexts || '""'}: a name is empty`);
    return [...new Set(names)];
  }
  const known = loadKubeconfig(toConnectionOptions(flags), process.env)?.contexts.keys() ?? [];
  const names = [...known];
  if (names.length === 0) throw new ConnectionError('the kubeconfig has no contexts (--all-contexts)');
  return names;
}

interface Looked {
  readonly context: string;
  readonly observedAt: string | undefined;
  readonly outcome: Outcome;
}

async function lookAt(
  context: string,
  flags: DiagnosisFlags,
  look: Look,
  log: (line: string) => void,
): Promise<Looked> {
  let source: EvidenceSource | undefined;
  try {
    source = await openSource(undefined, { ...flags, context }, (line) => log(inContext(line, context)));
    return { context, observedAt: source.occasion.observedAt, outcome: await look(source) };
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const problem = { what: `the cluster: ${error.message}`, need: 'a connection', check: null };
    const unread = [{ says: error.message, problem }];
    return {
      context,
      observedAt: undefined,
      outcome: { diagnoses: [], podsScanned: 0, unread, namespace: null },
    };
  } finally {
    await source?.close();
  }
}

function reportOf(
  { context, observedAt, outcome }: Looked,
  flags: DiagnosisFlags,
  version: string,
): ReportOfContext {
  const { diagnoses, podsScanned, unread, problems = [] } = outcome;
  const report = toReport(diagnoses, {
    version,
    source: { kind: 'cluster', context },
    ...(observedAt === undefined ? {} : { observedAt }),
    podsScanned,
    connection: carriedFlags({ ...flags, context }),
    problems: [...unread.flatMap(({ problem }) => problem ?? []), ...problems],
  });
  return { context, report };
}
