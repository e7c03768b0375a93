import { readPullSecret } from '../../kubelet/credentials/pull-secret.ts';
import { found } from '../../model/observed.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { toSecret } from '../../objects/secret.ts';
import { readingAnnotation, recordReading } from './collected-reading.ts';
import { standInData } from './redact-data.ts';
import { standInKey } from './redact-key.ts';
import { redactMetadata } from './redact-metadata.ts';

/**
 * A Secret with stand-ins for its data, and in an annotation what the kubelet makes of the original. `shown` are parts of image texts, which
 * may stay in keys. A Secret whose data the source withheld stays without.
 */
export function redactSecret(object: KubeObject, shown: ReadonlySet<string>): KubeObject {
  const secret = toSecret(object);
  const { name } = secret;
  const reading = readPullSecret({ name, secret: found(secret) });
  const metadata = redactMetadata(object.metadata);
  const shell = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    type: secret.type,
    ...(secret.immutable === true ? { immutable: true } : {}),
  };
  if (reading.kind === 'failed') return shell;
  const recorded = recordReading(reading, (entry) => standInKey(entry, shown));
  return {
    ...shell,
    metadata: { ...metadata, annotations: { [readingAnnotation]: recorded } },
    data: standInData(secret.keys, reading),
  };
}
