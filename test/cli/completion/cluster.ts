import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { folderOf } from '../../api-client/folder.ts';
import { type LocalServer, startHttps, tlsFile } from '../../api-client/local-server.ts';

/**
 * An API server that gives names, to those who ask for a table without objects; `seen` is what it
 * was asked.
 */
export interface FakeCluster extends LocalServer {
  readonly seen: string[];
}

const tables = 'application/json;as=Table;g=meta.k8s.io;v=v1';

/** Starts one with these names by path, such as `/api/v1/namespaces/shop/pods`. */
export async function startCluster(names: Readonly<Record<string, readonly string[]>>): Promise<FakeCluster> {
  const seen: string[] = [];
  const server = await startHttps((request: IncomingMessage, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'https://server');
    const selector = searchParams.get('fieldSelector');
    seen.push(`${request.headers.authorization} ${pathname}${selector === null ? '' : ` ${selector}`}`);
    const held = names[pathname];
    const isNamesAlone = request.headers.accept === tables && searchParams.get('includeObject') === 'None';
    response.setHeader('content-type', 'application/json');
    response.statusCode = !isNamesAlone ? 406 : held === undefined ? 404 : 200;
    const rows = (held ?? []).map((name) => ({ cells: ['1d', name], object: null }));
    const columnDefinitions = [{ name: 'Age' }, { name: 'Name' }];
    response.end(
      JSON.stringify(
        response.statusCode === 200
          ? { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: {}, columnDefinitions, rows }
          : { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: response.statusCode },
      ),
    );
  });
  return { ...server, seen };
}

/**
 * A kubeconfig with the contexts `dev` (namespace shop, current) and `prod` (namespace live) on one
 * server. Gives its path.
 */
export function kubeconfigFor(server: string, user: object = { token: 'a-token' }, scripts = {}): string {
  const config = {
    'current-context': 'dev',
    clusters: ['east', 'west'].map((name) => ({
      name,
      cluster: { server, 'certificate-authority': tlsFile('ca.crt') },
    })),
    users: [
      { name: 'jane', user },
      { name: 'joe', user: { token: 'joes-token' } },
    ],
    contexts: [
      { name: 'dev', context: { cluster: 'east', user: 'jane', namespace: 'shop' } },
      { name: 'prod', context: { cluster: 'west', user: 'joe', namespace: 'live' } },
    ],
  };
  return join(folderOf({ config: JSON.stringify(config), ...scripts }), 'config');
}

/** Time enough on a busy machine; the user's is short. */
export const patient = { PULLCHECK_COMPLETION_TIMEOUT: '60' };
