import { verdictOn } from '../../src/cli/run/exit-code.ts';
import { failingPods } from '../../src/cli/run/failing-pods.ts';
import type { Unread } from '../../src/cli/run/find-object.ts';
import { allSecrets } from '../../src/cli/run/look-at-secrets.ts';
import { templatesOf } from '../../src/cli/run/preflight.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { collectPod } from '../../src/evidence/collect-pod.ts';
import type { PodEvidence } from '../../src/model/evidence.ts';
import { renderers } from '../../src/report/render-report.ts';
import { renderSecrets } from '../../src/report/secret/render-secrets.ts';
import { secretRenderers } from '../../src/report/secret/secret-forms.ts';
import { toSecretReport } from '../../src/report/secret/to-secret-report.ts';
import { chalkFor } from '../../src/report/text/finding-lines.ts';
import { renderText } from '../../src/report/text/render-text.ts';
import { toReport } from '../../src/report/to-report.ts';
import { redact } from '../../src/sources/collection/redact.ts';
import { InputError, type Limits, usualLimits } from '../../src/sources/files/input-limits.ts';
import { offlineReader } from '../../src/sources/files/offline-reader.ts';
import { readInput } from '../../src/sources/files/read-input.ts';
import { recordedAt } from '../../src/sources/files/recorded-at.ts';
import { toJson } from '../../src/text/to-json.ts';
import { toYaml } from '../../src/text/to-yaml.ts';

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/**
 * What `pod`, `secret` and `collect` make of an input, by the path of the program and in every
 * form. Gives the one line of an input that is refused; throws where the program would crash.
 */
export async function runEverything(
  input: string | Uint8Array,
  limits: Partial<Limits> = {},
): Promise<string> {
  try {
    const { forms } = await runForms(input, limits);
    return [...forms.values()].join('\n');
  } catch (error) {
    const [code, line] = verdictOn(error, null);
    if (!(error instanceof InputError) || code !== 3) throw error;
    if (line.length > 2000) throw new Error('an error of more than a line');
    return line;
  }
}

/** The same by form, with the reports themselves. Throws for an input that is refused. */
export async function runForms(input: string | Uint8Array, limits: Partial<Limits> = {}) {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  return render(await readInput('-', once(bytes), { ...usualLimits, ...limits }));
}

async function render(objects: Awaited<ReturnType<typeof readInput>>) {
  const occasion = { source: 'file', observedAt: recordedAt(objects, '2026-03-05T12:00:00Z') } as const;
  const reader = offlineReader(objects);
  const evidenceSource = {
    reader,
    namespace: null,
    occasion,
    source: { kind: 'file', path: '-' },
    connection: null,
    probed: async (evidence: PodEvidence) => evidence,
    close: async () => {},
  } as const;
  const scope = { namespace: null, labelSelector: undefined, fieldSelector: undefined };
  const scanned = await failingPods(evidenceSource, { ...scope, chunkSize: 500, warnings: true });
  expectNoFault(scanned.unread);
  const named = objects.filter(({ kind }) => kind === 'Pod');
  const diagnoses = [
    ...scanned.diagnoses,
    ...(await Promise.all(named.map(async (pod) => diagnose(await collectPod(reader, pod, occasion))))),
  ];
  const context = { version: '0.0.0', source: evidenceSource.source, podsScanned: 1, connection: [] };
  const layout = { width: 80, chalk: chalkFor(true), connection: [] };
  const report = toReport(diagnoses, context);
  const found = await allSecrets(evidenceSource, scope);
  expectNoFault(found.unread);
  const secretReport = toSecretReport(found.lints, {
    ...context,
    observedAt: occasion.observedAt,
    problems: found.problems,
  });
  objects.flatMap(templatesOf);
  const collected = redact(objects);
  const forms = new Map([
    ...Object.entries(renderers).map(([form, renderer]) => [form, renderer(report, null)] as const),
    ...Object.entries(secretRenderers).map(
      ([form, renderer]) => [`secret ${form}`, renderer(secretReport)] as const,
    ),
    ['text', renderText(report, null, layout)],
    ['secret text', renderSecrets(found, layout)],
    ['collect json', toJson(collected)],
    ['collect yaml', toYaml(collected)],
  ]);
  return { forms, report, secretReport };
}

/** A fault over one object does not end a scan, and must not hide here. */
function expectNoFault(unread: readonly Unread[]): void {
  const fault = unread.find(({ says }) => says.includes('unexpected fault'));
  if (fault !== undefined) throw new Error(fault.says);
}
