import { lintSecret } from '../../diagnosis/lint-secret.ts';
import { podOf, servedImages } from '../../diagnosis/secret-findings.ts';
import { unreadSecrets } from '../../diagnosis/secret-problems.ts';
import { problemOf } from '../../diagnosis/unread.ts';
import { collectSecrets, type Place, placesOf } from '../../evidence/secrets/collect-secrets.ts';
import { listSecrets, type SecretScope } from '../../evidence/secrets/list-secrets.ts';
import { namedSecrets, type SecretUsers, secretUsers } from '../../evidence/secrets/secret-users.ts';
import type { UnreadEvidence } from '../../model/diagnosis.ts';
import type { SecretEvidence, SecretLint, UsersSeen } from '../../model/secret-lint.ts';
import { toSecret } from '../../objects/secret.ts';
import type { EvidenceSource } from './evidence-source.ts';
import { objectSaid, orFault } from './fault.ts';
import { findObject, missingNamespace, type Unread, unreadOf } from './find-object.ts';

/** What came of looking; `unread` are the targets that could not be read. */
export interface SecretOutcome {
  readonly lints: readonly SecretLint[];
  readonly problems: readonly UnreadEvidence[];
  readonly unread: readonly Unread[];
  readonly seen: UsersSeen;
  /** Where it looked; null for everywhere. */
  readonly namespace: string | null;
}

/** Every pull secret of a scope: Secrets, Pods and ServiceAccounts are listed at once. */
export async function allSecrets(source: EvidenceSource, scope: SecretScope): Promise<SecretOutcome> {
  const { reader, occasion } = source;
  const { namespace } = scope;
  const [listed, users] = await Promise.all([
    listSecrets(reader, scope, occasion.source),
    secretUsers(reader, namespace),
  ]);
  const unread = listed.unread === null ? [] : [unreadOf(`the Secrets ${whereOf(namespace)}`, listed.unread)];
  const missing =
    listed.items.length === 0 && listed.unread === null ? await missingNamespace(reader, namespace) : null;
  if (missing !== null) return outcome([], users, [missing], namespace);
  const nothing = unread.length > 0 && listed.items.length === 0;
  const evidence = nothing
    ? []
    : await collectSecrets(reader, placesOf(listed, users, scope), users, occasion);
  return outcome(await asked(source, evidence), users, unread, namespace);
}

/** Secrets by name. One that is not there counts where a Pod or a ServiceAccount names it. */
export async function secretsByName(
  source: EvidenceSource,
  names: readonly string[],
): Promise<SecretOutcome> {
  const { reader, namespace, occasion } = source;
  const [users, ...sought] = await Promise.all([
    secretUsers(reader, namespace),
    ...[...new Set(names)].map(async (name) => ({
      name,
      ...(await findObject(reader, { resource: 'secrets', kind: 'Secret', namespace, name })),
    })),
  ]);
  const named = namedSecrets(users);
  const looks = await Promise.all(
    sought.map(async (one): Promise<{ places: readonly Place[]; unread: readonly Unread[] }> => {
      if ('object' in one) {
        const secret = toSecret(one.object);
        const place = { namespace: secret.namespace || 'default', name: one.name };
        return { places: [{ ...place, secret: { ...secret, ...place } }], unread: [] };
      }
      const missing = await missingIn(reader, named, one.name);
      return {
        places: missing.map((where) => ({ namespace: where, name: one.name, secret: undefined })),
        unread: missing.length === 0 ? [one.unread] : [],
      };
    }),
  );
  const places = looks.flatMap((look) => look.places);
  const evidence = await collectSecrets(reader, places, users, occasion);
  return outcome(
    await asked(source, evidence),
    users,
    looks.flatMap((look) => look.unread),
    namespace,
  );
}

/** With --probe each secret is tried on the images that it serves. */
const asked = (
  { asksRegistries = false, probed }: EvidenceSource,
  secrets: readonly SecretEvidence[],
): Promise<readonly SecretEvidence[]> =>
  Promise.all(
    secrets.map(async (secret) => {
      const images = asksRegistries ? servedImages(secret) : [];
      if (images.length === 0) return secret;
      const { probes = {} } = await probed(podOf(secret, secret.reference, images));
      return { ...secret, probes };
    }),
  );

/** The namespaces where a name is given as a pull secret and no Secret has it. */
async function missingIn(
  reader: EvidenceSource['reader'],
  named: ReturnType<typeof namedSecrets>,
  name: string,
): Promise<readonly string[]> {
  const where = [...named].flatMap(([namespace, names]) => (names.has(name) ? [namespace] : []));
  const reads = await Promise.all(where.map((namespace) => reader.get('secrets', namespace, name)));
  return where.filter((_, index) => reads[index]?.status === 'absent');
}

async function outcome(
  evidence: readonly SecretEvidence[],
  { pods, accounts }: SecretUsers,
  unread: readonly Unread[],
  namespace: string | null,
): Promise<SecretOutcome> {
  const done = await Promise.all(
    evidence.map((one) =>
      orFault(objectSaid('Secret', { namespace: one.namespace, name: one.reference.name }), () =>
        lintSecret(one),
      ),
    ),
  );
  const lints = done.flatMap((one) => ('value' in one ? [one.value] : []));
  const faults = done.flatMap((one) => ('unread' in one ? [one.unread] : []));
  const users = [
    ['Pods', pods.unread],
    ['ServiceAccounts', accounts.unread],
  ] as const;
  const problems = users.flatMap(([kind, read]) =>
    read === null ? [] : [problemOf(`${kind} ${whereOf(namespace)}`, read)],
  );
  const elsewhere = evidence.flatMap(({ reference, elsewhere: read }) =>
    read?.status === 'denied' || read?.status === 'failed'
      ? [problemOf(`Secrets ${reference.name} of other namespaces`, read)]
      : [],
  );
  const seen = { pods: pods.unread === null, accounts: accounts.unread === null };
  return {
    lints,
    problems: [
      ...problems,
      ...unreadSecrets(lints),
      ...elsewhere,
      ...faults.flatMap(({ problem }) => problem ?? []),
    ],
    unread: [...unread, ...faults],
    seen,
    namespace,
  };
}

const whereOf = (namespace: string | null) =>
  namespace === null ? 'of all namespaces' : `of namespace ${namespace}`;
