import { secretFinder } from '../../kubelet/credentials/secret-finder.ts';
import { credentialShapes } from '../../kubelet/redact-words.ts';
import { fields, text } from '../../objects/fields.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { toPod } from '../../objects/pod.ts';
import { toSecret } from '../../objects/secret.ts';
import { type FindSpans, type Redact, redactSpans } from '../../text/redact/spans.ts';
import { keep, keptFields } from './redact-fields.ts';
import { partsOf } from './redact-key.ts';
import { redactMetadata } from './redact-metadata.ts';
import { redactSecret } from './redact-secret.ts';

/**
 * API objects with what a diagnosis needs of them and no credential: Secrets hold stand-ins, other
 * kinds the fields that are named, without any part of the Secrets' credentials and of the
 * connection's (`connection`) in their words.
 */
export function redact(
  objects: readonly KubeObject[],
  connection: FindSpans = () => [],
): readonly KubeObject[] {
  const pods = objects.filter((object) => object.kind === 'Pod');
  const images = pods.flatMap((pod) => toPod(pod).images.map(({ image }) => image));
  const shown = partsOf(images);
  const secrets = objects.filter((object) => object.kind === 'Secret');
  let own: FindSpans | null = null;
  const known = new Map<string, string>();
  const redactText: Redact = (words) => {
    if (isTime.test(words)) return words;
    const before = known.get(words);
    if (before !== undefined) return before;
    own ??= secretFinder(secrets.map(toSecret), [...images, ...namesOf(objects)]);
    const after = redactSpans(words, [credentialShapes, own, connection]);
    known.set(words, after);
    return after;
  };
  return objects.map((object) =>
    object.kind === 'Secret' ? redactSecret(object, shown) : redactObject(object, redactText),
  );
}

function redactObject(object: KubeObject, redactText: Redact): KubeObject {
  const kind = text(object.kind);
  const { apiVersion = 'v1' } = object;
  const rest = fields(keep(object, keptFields.get(kind) ?? {}, redactText));
  return { apiVersion, kind, metadata: redactMetadata(object.metadata), ...rest };
}

const isTime = /^\d{4}-\d\d-\d\dT[\d:.]{1,30}Z$/;

const namesOf = (objects: readonly KubeObject[]) => [
  ...new Set(objects.flatMap(({ metadata }) => [metadata.name, metadata.namespace ?? ''])),
];
