import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { connect } from '../../src/api-client/connect.ts';
import { folderOf } from './folder.ts';

const secrets = {
  token: 's3cret-token',
  password: 's3cret-password',
  'auth-provider': { name: 'oidc', config: { 'refresh-token': 's3cret-refresh', 'client-secret': 's3cret' } },
};

it.each(Object.entries(secrets))('a connection shows no %s', (key, secret) => {
  const config = {
    'current-context': 'x',
    clusters: [
      { name: 'c', cluster: { server: 'https://jane:s3cret@far' } },
      { name: 'd', cluster: { server: 'https://far' } },
    ],
    users: [{ name: 'u', user: { [key]: secret, ...(key === 'password' && { username: 'u' }) } }],
    contexts: [{ name: 'x', context: { cluster: 'd', user: 'u' } }],
  };
  const kubeconfig = join(folderOf({ config: JSON.stringify(config) }), 'config');
  for (const cluster of ['c', 'd']) {
    const connection = connect({ kubeconfig, cluster }, {});
    expect(connection.server).toBe('https://far');
    expect(inspect(connection, { depth: 9, showHidden: true })).not.toContain('s3cret');
  }
});
