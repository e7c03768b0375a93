import type { ConnectionOptions, Env } from '../../api-client/kubeconfig/connection-options.ts';
import type { ListQuery, Resource } from '../../objects/object-reader.ts';
import { type ConnectionFlagValues, connectionFlags, toConnectionOptions } from '../args/connection-flags.ts';
import type { Line } from './read-line.ts';
import type { Candidate, Values } from './values.ts';

/**
 * The candidates of values, from where the flags of the line say. Rejects where they cannot be
 * read, and may take for ever.
 */
export async function lookUp(values: Values, line: Line, env: Env): Promise<readonly Candidate[]> {
  const named = (names: Iterable<string>) => [...names].map((value) => ({ value }));
  switch (values.kind) {
    case 'fixed':
      return values.candidates;
    case 'files':
      return [];
    case 'rules': {
      const { rules } = await import('../../rules/index.ts');
      return rules.map(({ id, title }) => ({ value: id, description: title }));
    }
    case 'kubeconfig': {
      const { loadKubeconfig } = await import('../../api-client/kubeconfig/load-kubeconfig.ts');
      return named(loadKubeconfig(optionsOf(line), env)?.[values.entries].keys() ?? []);
    }
    case 'objects': {
      const from = line.flags.get('from')?.at(-1);
      const { resource } = values;
      return named(
        await (from === undefined
          ? namesInCluster(resource, optionsOf(line), env)
          : namesInFile(resource, line.flags.get('namespace')?.at(-1) || null, from)),
      );
    }
  }
}

/** Whether looking values up may be slow, fail or hang. */
export const isFar = (values: Values): boolean => values.kind === 'objects' || values.kind === 'kubeconfig';

const optionsOf = ({ flags }: Line) => {
  const entries = Object.entries(connectionFlags).map(([name, flag]) => {
    const given = flags.get(name);
    const last = given?.at(-1);
    if (flag.type === 'boolean') return [name, last === 'true'];
    return [name, flag.multiple === true ? given : last];
  });
  return toConnectionOptions(Object.fromEntries(entries) as ConnectionFlagValues);
};

/**
 * What to list; of Secrets not those that no Pod names as a pull secret, and of which there are
 * many.
 */
const queryOf = (resource: Resource, namespace: string | null): ListQuery => ({
  namespace: resource === 'namespaces' ? null : namespace,
  ...(resource === 'secrets'
    ? { fieldSelector: 'type!=kubernetes.io/service-account-token,type!=helm.sh/release.v1' }
    : {}),
});

async function namesInCluster(
  resource: Resource,
  options: ConnectionOptions,
  env: Env,
): Promise<readonly string[]> {
  const [{ connect }, { listNames }] = await Promise.all([
    import('../../api-client/connect.ts'),
    import('../../sources/cluster/list-names.ts'),
  ]);
  const connection = connect(options, env, { neverRenews: true });
  try {
    return await listNames(connection, resource, queryOf(resource, connection.namespace));
  } finally {
    await connection.close();
  }
}

async function namesInFile(
  resource: Resource,
  namespace: string | null,
  from: string,
): Promise<readonly string[]> {
  const [{ readInput }, { namesIn }] = await Promise.all([
    import('../../sources/files/read-input.ts'),
    import('../../sources/files/names-in.ts'),
  ]);
  return namesIn(await readInput(from, process.stdin), resource, queryOf(resource, namespace));
}
