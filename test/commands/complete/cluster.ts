import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { folderOf } from '../../cluster/connect/folder.ts';
import { type LocalServer, startHttps, tlsFile } from '../../cluster/connect/local-server.ts';

/** An API server that gives names, to those who ask for metadata alone; `seen` is what it was asked. */
export interface FakeCluster extends LocalServer {
  readonly seen: string[];
}

const partial = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** Starts one with these names by path, such as `/api/v1/namespaces/shop/pods`. */
export async function startCluster(names: Readonly<Record<string, readonly string[]>>): Promise<FakeCluster> {
  const seen: string[] = [];
  const server = await startHttps((request: IncomingMessage, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'https://server');
    const selector = searchParams.get('fieldSelector');
    seen.push(`${request.headers.authorization} ${pathname}${selector === null ? '' : ` ${selector}`}`);
    const held = names[pathname];
    response.setHeader('content-type', 'application/json');
    response.statusCode = request.headers.accept !== partial ? 406 : held === undefined ? 404 : 200;
    const items = (held ?? []).map((name) => ({ metadata: { name } }));
    response.end(
      JSON.stringify(
        response.statusCode === 200
          ? { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata: {}, items }
          : { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: response.statusCode },
      ),
    );
  });
  return { ...server, seen };
}

/** A kubeconfig with the contexts `dev` (namespace shop, current) and `prod` (namespace live) on one server. Gives its path. */
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
