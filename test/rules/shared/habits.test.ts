import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../../support/evidence.ts';
import { login, pullSecret } from '../../support/objects.ts';
import type { Scene } from '../../support/scene.ts';
import { ambiguous, anonymousRefused, forbidden, notFound, unauthorized } from '../../support/words.ts';

/** What the first finding says of the registry. */
async function saysOf(scene: Scene): Promise<string> {
  const [finding] = (await diagnoseImage(scene)).findings;
  return (finding?.why ?? [])
    .filter(({ source }) => source !== 'kubelet')
    .map(({ says }) => says)
    .join('\n');
}

const ecr = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const withLogin = (location: string) => ({
  secrets: { regcred: pullSecret({ [location]: login('janedoe', 'c0rrect-horse') }) },
});

const cases: readonly (readonly [string, Scene, RegExp])[] = [
  [
    'GHCR keeps new packages private',
    { image: 'ghcr.io/acme/api:1', says: anonymousRefused('ghcr.io/acme/api:1') },
    /visibility is set in the package's settings/,
  ],
  [
    'GHCR asks for access of a token',
    {
      image: 'ghcr.io/acme/api:1',
      says: forbidden('ghcr.io/acme/api:1'),
      ...withLogin('ghcr.io'),
    },
    /"Manage access"/,
  ],
  [
    'a pull through cache of ECR that does not find the image',
    { image: `${ecr}/docker-hub/acme/api:1`, says: notFound(`${ecr}/docker-hub/acme/api:1`) },
    /ecr:BatchImportUpstreamImage and ecr:CreateRepository/,
  ],
  [
    'a Nexus without anonymous pulls',
    { image: 'nexus.acme.io/shop/api:1', says: unauthorized('nexus.acme.io/shop/api:1') },
    /Docker Bearer Token Realm/,
  ],
  [
    'an Artifactory in the cloud',
    { image: 'acme.jfrog.io/docker/api:1', says: ambiguous('acme.jfrog.io/docker/api:1') },
    /acme\.jfrog\.io\/KEY\/IMAGE/,
  ],
  [
    'an Artifactory by the address that it led to',
    {
      image: 'registry.acme.io/api:1',
      says: anonymousRefused('registry.acme.io/api:1').replace(
        'registry.acme.io/token',
        'registry.acme.io/artifactory/api/docker/local/v2/token',
      ),
    },
    /if it is an Artifactory/,
  ],
];

describe('what a registry is known for', () => {
  it.each(cases)('%s', async (_, scene, words) => {
    expect(await saysOf(scene)).toMatch(words);
  });

  it.each(cases)('%s, and is not said of a Pod that runs', async (_, scene, words) => {
    const { says: _says, ...running } = scene;
    expect(await saysOf({ ...running, state: 'running' })).not.toMatch(words);
  });

  it.each([
    ['another registry', 'registry.acme.io/shop/api:1'],
    ['a repository of ECR that is no cache', `${ecr}/shop/api:1`],
    ['the name of a cache elsewhere', 'registry.acme.io/docker-hub/acme/api:1'],
    ['a host that has the name in a word', 'nexuses.acme.io/shop/api:1'],
  ])('nothing of %s', async (_, image) => {
    const words = await saysOf({ image, says: ambiguous(image) });
    expect(words).not.toMatch(/Nexus|Artifactory|pull through cache|visibility/);
  });
});

describe('a mirror that the kubelet gives no login', () => {
  const image = 'registry.acme.io/shop/api:1.4';
  const scene = (containerRuntime: string): Scene => ({
    ...{ image, says: anonymousRefused(image), machine: { containerRuntime } },
    ...withLogin('registry.acme.io'),
  });
  const doubts = async (runtime: string) =>
    (await diagnoseImage(scene(runtime))).findings.flatMap(({ unchecked }) => unchecked).join('\n');

  it('is told by runtime', async () => {
    const none = 'whether the runtime asked a mirror, to which it sends no login of a Pod';
    expect(await doubts('cri-o://1.34.0')).toContain(none);
    expect(await doubts('containerd://2.1.0')).toContain('asked a mirror, and with which credentials');
    expect(await doubts('')).not.toContain(none);
  });
});
