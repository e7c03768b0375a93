import { login, type MachineSpec, pullSecret } from './objects.ts';
import type { Scene } from './scene.ts';
import { anonymousRefused, badLogin, eachOf, ecrRefusesRole, forbidden, notRetrieved } from './words.ts';

/** An image in a registry of each cloud, and in none. */
export const cloudImages = [
  '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/api:1.4',
  'public.ecr.aws/acme/api:1.4',
  'northamerica-northeast1-docker.pkg.dev/acme-production-registry-001/apps/api:1.4',
  'gcr.io/acme-prod/api',
  'acme.azurecr.io/shop/api:1.4',
  'registry.acme.io/shop/api:1.4',
];

/** Nodes of the clouds, by providerID and by label, with kubelets of several ages. */
export const machines: readonly MachineSpec[] = [
  { providerID: 'aws:///eu-central-1a/i-0abc', kubeletVersion: 'v1.30.4-eks-113cf36' },
  {
    providerID: 'gce://acme-development-clusters-01/europe-west1-b/gke-pool',
    kubeletVersion: 'v1.35.0-gke.1',
  },
  { providerID: 'azure:///subscriptions/1111/resourceGroups/mc/providers/x', kubeletVersion: 'v1.34.1' },
  { labels: { 'cloud.google.com/gke-nodepool': 'pool' }, kubeletVersion: '' },
  { labels: { 'kubernetes.azure.com/cluster': 'MC_shop' }, kubeletVersion: 'v1.20.2' },
  { providerID: 'kind://docker/kind/worker' },
];

const secrets = { far: pullSecret({ 'registry.example.net': login('janedoe', 'c0rrect-horse-battery') }) };

const surroundings: Readonly<Record<string, Scene>> = {
  'no secret': {},
  'a mismatching secret': { secrets },
  'an unread node': { unread: { 'nodes/worker-3': 'denied' } },
  'a secret that the kubelet cannot get': { list: ['regcred'], unread: { 'secrets/regcred': 'denied' } },
};

const wordsFor = (image: string) => ({
  anonymous: anonymousRefused(image),
  login: badLogin(image),
  forbidden: forbidden(image),
  role: ecrRefusesRole(image, '999988887777'),
  several: eachOf(badLogin(image), forbidden(image)),
});

const failed = (image: string, says: string) => ({
  reason: 'Failed',
  message: `Failed to pull image "${image}": ${says}`,
});

const message = 'Container image "registry.acme.io/shop/api:1.4" is not present with pull policy of Never';
const neverPull = { policy: 'Never', state: { reason: 'ErrImageNeverPull', message }, events: [] };

/**
 * Every cloud image on every node with every answer, and Pods that wait for an image volume, by
 * name.
 */
export const cloudScenes: Readonly<Record<string, Scene>> = Object.fromEntries([
  ...cloudImages.flatMap((image) =>
    machines.flatMap((machine, index) =>
      Object.entries(wordsFor(image)).flatMap(([answer, says]) =>
        Object.entries(surroundings).map(([around, scene]) => [
          `${image} on machine ${index} with ${around} (${answer})`,
          { image, machine, ...scene, events: [notRetrieved('regcred'), failed(image, says)], says },
        ]),
      ),
    ),
  ),
  ...machines.flatMap((machine, index) => [
    [
      `a volume on machine ${index}`,
      { volume: 'registry.acme.io/shop/files:1', state: 'pending', machine, events: [] },
    ],
    [`policy Never on machine ${index}`, { ...neverPull, machine }],
  ]),
]);
