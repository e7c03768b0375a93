import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connect } from '../../../src/cluster/connect/connect.ts';
import { inClusterKubeconfig } from '../../../src/cluster/connect/in-cluster.ts';
import { folderOf } from './folder.ts';

const env = { HOME: '/nowhere', KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };
const mounted = () => folderOf({ token: 'pod-token', namespace: 'build\n' });

describe('without a kubeconfig', () => {
  it('a Pod talks to its own cluster in its own namespace', async () => {
    const connection = connect({}, env, { serviceAccountFolder: mounted() });
    expect(connection).toMatchObject({ server: 'https://10.0.0.1', namespace: 'build', context: null });
  });

  it('flags still count', () => {
    const hooks = { serviceAccountFolder: mounted() };
    expect(connect({ namespace: 'shop' }, env, hooks).namespace).toBe('shop');
    expect(connect({}, { ...env, POD_NAMESPACE: 'own' }, hooks).namespace).toBe('own');
    expect(connect({ server: 'https://other' }, env, hooks)).toMatchObject({
      server: 'https://other',
      namespace: 'default',
    });
    expect(() => connect({ context: 'prod' }, env, hooks)).toThrow('context "prod" does not exist');
  });

  it('an IPv6 service address is bracketed, the CA taken when mounted', () => {
    const folder = folderOf({ token: 't', 'ca.crt': 'x' });
    const config = inClusterKubeconfig({ ...env, KUBERNETES_SERVICE_HOST: 'fd00::1' }, folder);
    expect(config?.clusters.get('in-cluster')).toEqual({
      server: 'https://[fd00::1]:443',
      certificateAuthority: join(folder, 'ca.crt'),
    });
  });

  it.each([
    [
      { HOME: '/nowhere' },
      'no cluster is configured: ~/.kube/config does not exist; name a file with --kubeconfig or set KUBECONFIG',
    ],
    [
      { KUBECONFIG: '/nowhere' },
      'no cluster is configured: KUBECONFIG names no file that exists; name a file with --kubeconfig or set KUBECONFIG',
    ],
  ])('and outside a cluster with %j, the problem is named', (outside, message) => {
    expect(() => connect({}, outside, { serviceAccountFolder: '/nowhere' })).toThrow(message);
  });

  it('a kubeconfig without a current context lists its contexts', () => {
    const file = join(
      folderOf({ config: 'contexts: [{name: a, context: {}}, {name: b, context: {}}]' }),
      'config',
    );
    expect(() => connect({ kubeconfig: file }, {})).toThrow(
      `${file} has no current context; choose one with --context (contexts: a, b)`,
    );
    expect(() => connect({ kubeconfig: file, context: 'b' }, {})).toThrow(
      `context "b" in ${file} has no cluster with a server`,
    );
  });
});
