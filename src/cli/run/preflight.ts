import { diagnose } from '../../diagnosis/diagnose.ts';
import { collectTemplate } from '../../evidence/collect-template.ts';
import { nodePlatforms } from '../../evidence/pod-reads.ts';
import { withLocations } from '../../evidence/workload/image-locations.ts';
import { misplacedPullSecrets } from '../../evidence/workload/misplaced.ts';
import { podTemplates } from '../../evidence/workload/pod-template.ts';
import type { MisplacedPullSecrets, PodEvidence, PodsRefused } from '../../model/evidence.ts';
import type { ObjectRef } from '../../model/observed.ts';
import { type Locate, originOf } from '../../objects/attached-origin.ts';
import type { Fields } from '../../objects/fields.ts';
import type { KubeObject, ObjectReader } from '../../objects/object-reader.ts';
import type { EvidenceSource } from './evidence-source.ts';
import { objectSaid, orFault } from './fault.ts';
import { missingNamespace, type Unread, unreadOf } from './find-object.ts';
import type { Outcome } from './outcome.ts';

/** A Pod template and the object that holds it. */
export interface Template {
  readonly owner: ObjectRef & { readonly namespace: string };
  readonly template: Fields;
  readonly misplaced?: readonly MisplacedPullSecrets[];
  /** Where a value of the template was read; only where its object knows. */
  readonly locate?: Locate | undefined;
}

/** The Pod templates of an object. */
export const templatesOf = (object: KubeObject): readonly Template[] => {
  const locate = originOf(object);
  return podTemplates(object).map((placed) => ({
    owner: {
      kind: object.kind ?? 'Object',
      namespace: object.metadata.namespace ?? 'default',
      name: object.metadata.name,
    },
    template: placed.template,
    misplaced: misplacedPullSecrets(object, placed),
    locate: locate && ((keys) => locate([...placed.path, ...keys])),
  }));
};

/**
 * Judges templates as if their Pods were made now: which credentials would be sent, and what is
 * wrong with them. A template without pull secrets of its own cannot be judged where the cluster
 * does not tell its ServiceAccount's. `refused`: why there are no Pods.
 */
export async function preflight(
  { occasion, probed, asksRegistries = false, otherLogins = false }: EvidenceSource,
  reader: ObjectReader,
  templates: readonly Template[],
  refused: PodsRefused | null = null,
): Promise<Outcome> {
  const asked: { readonly owner: Template['owner']; readonly evidence: PodEvidence }[] = [];
  const unread: Unread[] = [];
  const nodes = asksRegistries ? await nodePlatforms(reader) : null;
  for (const { owner, template, misplaced, locate } of templates) {
    const collected = await collectTemplate(reader, template, owner, occasion, misplaced);
    const evidence = {
      ...(locate === undefined ? collected : withLocations(collected, template, locate)),
      ...(refused === null ? {} : { refused }),
    };
    const { pod, serviceAccount } = evidence;
    // every namespace has a ServiceAccount or two: without the one that is named it may not be
    // there itself
    const missing = serviceAccount.status === 'absent' ? await missingNamespace(reader, pod.namespace) : null;
    if (missing !== null) {
      unread.push(missing);
      continue;
    }
    const given = otherLogins || serviceAccount.status === 'found' || serviceAccount.status === 'absent';
    if (given || pod.imagePullSecrets.length > 0 || occasion.source === 'file')
      asked.push({
        owner,
        evidence: nodes === null ? evidence : { ...evidence, nodes: nodes.status === 'found' ? nodes : null },
      });
    else unread.push(unreadOf(`ServiceAccount ${pod.namespace}/${pod.serviceAccount}`, serviceAccount));
  }
  const done = await Promise.all(
    asked.map(({ owner, evidence }) =>
      orFault(objectSaid(owner.kind, owner), async () =>
        diagnose(await probed(evidence), { preflight: true }),
      ),
    ),
  );
  const diagnoses = done.flatMap((one) => ('value' in one ? [one.value] : []));
  unread.push(...done.flatMap((one) => ('unread' in one ? [one.unread] : [])));
  return {
    ...{ diagnoses, podsScanned: templates.length, namespace: null, preflight: true },
    unread: unread.filter(({ says }, index) => unread.findIndex((one) => one.says === says) === index),
  };
}
