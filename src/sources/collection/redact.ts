import { fields, text } from '../../objects/fields.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { toPod } from '../../objects/pod.ts';
import { keep, keptFields } from './redact-fields.ts';
import { partsOf } from './redact-key.ts';
import { redactMetadata } from './redact-metadata.ts';
import { redactSecret } from './redact-secret.ts';

/** API objects with what a diagnosis needs of them and no credential: Secrets hold stand-ins, other kinds the fields that are named. */
export function redact(objects: readonly KubeObject[]): readonly KubeObject[] {
  const pods = objects.filter((object) => object.kind === 'Pod');
  const shown = partsOf(pods.flatMap((pod) => toPod(pod).images.map(({ image }) => image)));
  return objects.map((object) =>
    object.kind === 'Secret' ? redactSecret(object, shown) : redactObject(object),
  );
}

function redactObject(object: KubeObject): KubeObject {
  const kind = text(object.kind);
  const { apiVersion = 'v1' } = object;
  const rest = fields(keep(object, keptFields.get(kind) ?? {}));
  return { apiVersion, kind, metadata: redactMetadata(object.metadata), ...rest };
}
