import { diagnose } from '../../diagnosis/diagnose.ts';
import { collectPod } from '../../evidence/collect-pod.ts';
import { collectTemplate } from '../../evidence/collect-template.ts';
import { verifiedEvidence } from '../../evidence/verify/verified-evidence.ts';
import { fails, type PodDiagnosis } from '../../model/diagnosis.ts';
import type { PodEvidence } from '../../model/evidence.ts';
import type { Fix } from '../../model/finding.ts';
import type { Verification, VerifiedImage, VerifyReport } from '../../model/verify-report.ts';
import { toPod } from '../../objects/pod.ts';
import { toFix, toReport } from '../../report/to-report.ts';
import { attachSecret } from '../../rules/shared/fixes/list-fixes.ts';
import { recreatePod } from '../../rules/shared/fixes/recreate-fixes.ts';
import { storableFix } from '../../rules/shared/fixes/storable.ts';
import { cachingReader } from '../../sources/caching-reader.ts';
import { liveReader } from '../../sources/cluster/live-reader.ts';
import { visibleData } from '../../text/visible.ts';
import type { EvidenceSource } from './evidence-source.ts';
import type { VerifyPull, VerifyRequest } from './run-verify.ts';

/** The report of one pull, and the diagnosis that its text form needs. */
export interface VerifyResult {
  readonly report: VerifyReport;
  readonly diagnosis: PodDiagnosis;
}

/** Diagnoses the verify Pod in place of the target and says what to do next. */
export async function reportVerify(
  source: EvidenceSource,
  version: string,
  request: VerifyRequest,
  pull: VerifyPull,
): Promise<VerifyResult> {
  const observation = { source: 'cluster', observedAt: new Date().toISOString() } as const;
  const reader = source.connection === null ? source.reader : cachingReader(liveReader(source.connection));
  const { subject, pod } = pull.subject;
  const [fresh, original] = await Promise.all([
    collectPod(reader, pull.end.pod, observation),
    pod !== null
      ? collectPod(reader, pod, observation)
      : collectTemplate(
          reader,
          subject.template,
          templateOwner(subject.owner, subject.namespace),
          observation,
        ),
  ]);
  const diagnosis = diagnose(verifiedEvidence(fresh, pod === null ? named(original, fresh) : original));
  const images = pull.end.progress.images.map(
    (one): VerifiedImage => ({
      container: one.container,
      image: one.image,
      result: one.result,
      ...(one.result === 'pulled'
        ? { digest: one.digest, pullSeconds: one.pullSeconds, bytes: one.bytes }
        : { digest: null, pullSeconds: null, bytes: null }),
    }),
  );
  const outcome = outcomeOf(images);
  const made = toPod(pull.end.pod);
  const verify: Verification = {
    target: {
      kind: subject.owner?.kind ?? 'Pod',
      namespace: subject.namespace,
      name: subject.owner?.metadata.name ?? made.name,
    },
    pod: { namespace: made.namespace, name: made.name },
    node: made.node,
    serviceAccount: made.serviceAccount,
    secrets: made.imagePullSecrets,
    outcome,
    seconds: pull.seconds,
    images,
    cleanup: pull.cleanup,
    notes: pull.notes,
    next:
      outcome === 'pulled' && pod !== null
        ? nextSteps(diagnose(original), fresh, request).map((fix) =>
            toFix(storableFix(fix), request.connection),
          )
        : [],
  };
  const report = toReport([diagnosis], {
    ...{ version, source: source.source, podsScanned: 1, connection: request.connection },
  });
  return {
    report: visibleData({
      apiVersion: 'pullcheck/v1',
      kind: 'VerifyReport',
      version,
      source: source.source,
      verify,
      report,
    }),
    diagnosis,
  };
}

const templateOwner = (owner: VerifyPull['subject']['subject']['owner'], namespace: string) => ({
  kind: owner?.kind ?? 'Pod',
  namespace,
  name: owner?.metadata.name ?? 'new',
});

/** Of a template there is no Pod whose name could be told. */
const named = (original: PodEvidence, fresh: PodEvidence): PodEvidence => ({
  ...original,
  pod: { ...original.pod, name: fresh.pod.name, controller: original.owner },
});

function outcomeOf(images: readonly VerifiedImage[]): Verification['outcome'] {
  if (images.every(({ result }) => result === 'pulled')) return 'pulled';
  return images.some(({ result }) => result === 'failed') ? 'failed' : 'timed-out';
}

/**
 * What makes the failing Pod do what the verify Pod just did: list the secret, or be made again, or
 * be waited for.
 */
function nextSteps(original: PodDiagnosis, fresh: PodEvidence, { wishes }: VerifyRequest): readonly Fix[] {
  if (!original.images.some(fails) || wishes.image !== null) return [];
  const { evidence } = original;
  const { imagePullSecrets } = evidence.pod;
  const context = { evidence, preflight: false };
  const unlisted = wishes.secrets.filter((name) => !imagePullSecrets.includes(name));
  if (unlisted.length > 0) return unlisted.flatMap((name) => attachSecret(context, name));
  const same = fresh.pod.imagePullSecrets.join() === imagePullSecrets.join();
  return [
    recreatePod(
      context,
      same
        ? 'the kubelet tries again by itself within 5 minutes; to have it try now, recreate the Pod'
        : 'recreate the Pod: pull secrets of its ServiceAccount are copied into a Pod once, when it is created',
    ),
  ];
}
