import { lintSecret } from '../../src/diagnosis/lint-secret.ts';
import { collectSecrets, placesOf } from '../../src/evidence/secrets/collect-secrets.ts';
import { listSecrets } from '../../src/evidence/secrets/list-secrets.ts';
import { secretUsers } from '../../src/evidence/secrets/secret-users.ts';
import type { SecretLint } from '../../src/model/secret-lint.ts';
import type { KubeObject, ObjectReader } from '../../src/objects/object-reader.ts';
import { offlineReader } from '../../src/sources/files/offline-reader.ts';
import { observedAt } from './scene.ts';

const everywhere = { namespace: null, labelSelector: undefined };

/** What is found of every pull secret among these objects, through the program's own collection. */
export async function lintObjects(
  objects: readonly KubeObject[],
  reader: ObjectReader = offlineReader(objects),
): Promise<readonly SecretLint[]> {
  const [listed, users] = await Promise.all([
    listSecrets(reader, everywhere, 'file'),
    secretUsers(reader, null),
  ]);
  const places = placesOf(listed, users, everywhere);
  const evidence = await collectSecrets(reader, places, users, { source: 'file', observedAt });
  return evidence.map(lintSecret);
}

/** A running Pod `name` with these images and pull secrets. */
export function podListing(
  namespace: string,
  name: string,
  images: readonly string[],
  list: readonly string[],
  metadata: object = {},
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, ...metadata },
    spec: {
      containers: images.map((image, index) => ({ name: `c${index}`, image })),
      imagePullSecrets: list.map((one) => ({ name: one })),
    },
    status: { phase: 'Running' },
  };
}
