import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connect } from '../../src/api-client/connect.ts';
import { inClusterKubeconfig } from '../../src/api-client/kubeconfig/in-cluster.ts';
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
      namespace: 'build',
    });
    expect(() => connect({ context: 'prod' }, env, hooks)).toThrow('context "prod" does not exist');
  });

  it('a kubeconfig that names no namespace leaves the Pod its own', () => {
    const hooks = { serviceAccountFolder: mounted() };
    const config = (namespace: string) =>
      `{clusters: [{name: c, cluster: {server: "https://far"}}], contexts: [{name: x, context: {cluster: c${namespace}}}]}`;
    const folder = folderOf({ none: config(''), one: config(', namespace: default') });
    const namespaceIn = (file: string) =>
      connect({ kubeconfig: join(folder, file), context: 'x' }, env, hooks).namespace;
    expect([namespaceIn('none'), namespaceIn('one')]).toEqual(['build', 'default']);
  });

  it('a context without a server gives its namespace', () => {
    const folder = folderOf({
      config: 'contexts: [{name: x, context: {namespace: shop}}]\ncurrent-context: x',
    });
    const hooks = { serviceAccountFolder: mounted() };
    expect(connect({ kubeconfig: join(folder, 'config') }, env, hooks)).toMatchObject({
      server: 'https://10.0.0.1',
      namespace: 'shop',
      context: null,
    });
  });

  it('KUBERNETES_MASTER comes after the cluster that the Pod runs in', () => {
    const master = { ...env, KUBERNETES_MASTER: 'https://master' };
    expect(connect({}, master, { serviceAccountFolder: mounted() }).server).toBe('https://10.0.0.1');
    expect(connect({}, master, { serviceAccountFolder: '/nowhere' }).server).toBe('https://master');
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
