import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubeObject, Resource } from '../../src/objects/object-reader.ts';
import { apiVersionOf, resourceTypes } from '../../src/objects/resources.ts';
import { offlineReader } from '../../src/sources/files/offline-reader.ts';

/**
 * An API server over plain http that holds some objects. `asked` are its reads so far: `get pods`,
 * `list replicasets.apps`.
 */
export interface ApiServer {
  readonly url: string;
  readonly asked: ReadonlySet<string>;
  close(): void;
}

export async function startApiServer(objects: readonly KubeObject[]): Promise<ApiServer> {
  const reader = offlineReader(objects);
  const asked = new Set<string>();
  const server = createServer(async (request, response) => {
    const send = (code: number, body: object) => {
      response.writeHead(code, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const url = new URL(request.url ?? '', 'http://server');
    const [, group = '', namespace = null, resource = '', name = null] = parse(url.pathname);
    asked.add(`${name === null ? 'list' : 'get'} ${resource}${group === '' ? '' : `.${group}`}`);
    const missing = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 };
    if (name !== null) {
      const read = await reader.get(resource as Resource, namespace, name);
      return read.status === 'found' ? send(200, read.value) : send(404, missing);
    }
    const selector = (key: string) => ({ [key]: url.searchParams.get(key) ?? '' });
    const query = { namespace, ...selector('labelSelector'), ...selector('fieldSelector') };
    const read = await reader.list(resource as Resource, query);
    return send(200, {
      kind: `${resourceTypes[resource as Resource].kind}List`,
      apiVersion: apiVersionOf(resource as Resource),
      metadata: {},
      items: read.status === 'found' ? read.value : [],
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Group, namespace, resource and name of an API path; a path of namespaces themselves has no
 * namespace.
 */
const parse = (path: string) =>
  /^\/api(?:s\/([\w.]+))?\/v1(?:\/namespaces\/([^/]+)(?=\/))?\/(\w+)(?:\/([^/]+))?$/.exec(path) ?? [];
