import { describe, expect, it } from 'vitest';
import { collectSecrets, placesOf } from '../../src/evidence/secrets/collect-secrets.ts';
import { listSecrets } from '../../src/evidence/secrets/list-secrets.ts';
import { secretUsers } from '../../src/evidence/secrets/secret-users.ts';
import { denied, failed, found } from '../../src/model/observed.ts';
import type { KubeObject, ObjectReader } from '../../src/objects/object-reader.ts';
import { offlineReader } from '../../src/sources/files/offline-reader.ts';
import { accountObject, login, pullSecret, secretObject } from '../support/objects.ts';
import { observedAt } from '../support/scene.ts';
import { podListing } from '../support/secret-lint.ts';

const sound = pullSecret({ 'registry.acme.io': login('janedoe', 'hunter2x') });
const opaque = { type: 'Opaque', data: { color: 'green' } };
const objects = [
  secretObject('shop', 'regcred', sound),
  secretObject('shop', 'old', { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': '{}' } }),
  secretObject('shop', 'settings', opaque),
  secretObject('shop', 'release', { type: 'helm.sh/release.v1', data: { release: 'x' } }),
  secretObject('platform', 'gone', sound),
  podListing('shop', 'web', ['registry.acme.io/shop/api'], ['regcred', 'settings', 'gone']),
  accountObject('shop', { list: ['regcred', 'gone'] }),
];

/** Notes what is asked. */
function noting(reader: ObjectReader): { readonly reader: ObjectReader; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    reader: {
      get(resource, namespace, name) {
        asked.push(`get ${resource} ${namespace}/${name}`);
        return reader.get(resource, namespace, name);
      },
      list(resource, query) {
        asked.push(`list ${resource} ${query.namespace} ${query.fieldSelector ?? ''}`.trim());
        return reader.list(resource, query);
      },
      pages(resource, query) {
        asked.push(`pages ${resource} ${query.namespace} ${query.fieldSelector ?? ''}`.trim());
        return reader.pages(resource, query);
      },
    },
  };
}

async function collected(reader: ObjectReader, scope = { namespace: 'shop', labelSelector: undefined }) {
  const [listed, users] = await Promise.all([
    listSecrets(reader, scope, 'cluster'),
    secretUsers(reader, scope.namespace),
  ]);
  const places = placesOf(listed, users, scope);
  return collectSecrets(reader, places, users, { source: 'cluster', observedAt });
}

describe('what a cluster is asked', () => {
  it('lists at once by type, then what is named beside it, then absent ones elsewhere', async () => {
    const { reader, asked } = noting(offlineReader(objects));
    const evidence = await collected(reader);
    expect(evidence.map(({ reference }) => `${reference.name} ${reference.secret.status}`)).toEqual([
      'regcred found',
      'old found',
      'settings found',
      'gone absent',
    ]);
    expect(asked).toEqual([
      'pages secrets shop type=kubernetes.io/dockerconfigjson',
      'pages secrets shop type=kubernetes.io/dockercfg',
      'pages pods shop',
      'pages serviceaccounts shop',
      'get secrets shop/settings',
      'get secrets shop/gone',
      'list secrets null metadata.name=gone',
    ]);
    const elsewhere = evidence[3]?.elsewhere;
    expect(elsewhere?.status === 'found' && elsewhere.value.map((one) => one.namespace)).toEqual([
      'platform',
    ]);
  });

  it('Pods and ServiceAccounts go to the secrets of their own namespace', async () => {
    const evidence = await collected(offlineReader(objects));
    expect(evidence.map(({ pods, accounts }) => [pods.length, accounts.length])).toEqual(
      Array.from({ length: 4 }, () => [1, 1]),
    );
  });
});

describe('reads that fail', () => {
  it('keep what came before them', async () => {
    const page = (name: string): KubeObject => podListing('shop', name, ['nginx'], ['regcred']);
    const reader: ObjectReader = {
      ...offlineReader(objects),
      async *pages(resource) {
        if (resource === 'serviceaccounts') {
          yield denied({ verb: 'list', group: '', resource });
          return;
        }
        yield found([page('a'), page('b')]);
        yield failed('the connection was reset');
      },
    };
    const { pods, accounts } = await secretUsers(reader, 'shop');
    expect([pods.items.length, pods.unread?.status]).toEqual([2, 'failed']);
    expect([accounts.items.length, accounts.unread?.status]).toEqual([0, 'denied']);
  });
});
