import { join } from 'node:path';
import { connect } from '../../src/api-client/connect.ts';
import type { Env } from '../../src/api-client/kubeconfig/connection-options.ts';
import { folderOf } from './folder.ts';
import { tlsFile } from './local-server.ts';

/** Reads /x of a server by a kubeconfig with this proxy-url. */
export async function askThrough(
  proxyUrl: string | undefined,
  server: string,
  { env = {}, ...options }: { env?: Env; requestTimeout: string; tlsServerName: string },
) {
  const cluster = { server, 'certificate-authority': tlsFile('ca.crt'), 'proxy-url': proxyUrl };
  const config = {
    'current-context': 'x',
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user: { token: 't' } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
  };
  const kubeconfig = join(folderOf({ config: JSON.stringify(config) }), 'config');
  const connection = connect({ kubeconfig, ...options }, env);
  const reply = await connection.request({ method: 'GET', url: `${connection.server}/x` });
  await connection.close();
  return reply;
}
