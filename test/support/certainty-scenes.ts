import { login, pullSecret } from './objects.ts';
import { attempt, manifestOf, probeOf } from './probes.ts';
import { defaultImage, type Scene } from './scene.ts';
import { anonymousRefused, unauthorized } from './words.ts';

const regcred = {
  ...pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse') }),
  writtenAt: '2026-03-05T11:59:30Z',
};

/** Ways to a proof that no other scene of the corpus takes. */
export const certaintyScenes: Readonly<Record<string, Scene>> = {
  'a secret that was written after the attempt': { says: unauthorized(defaultImage), secrets: { regcred } },
  'a secret that came after an attempt without one': {
    says: anonymousRefused(defaultImage),
    secrets: { regcred },
  },
  'a platform that the registry does not list': {
    state: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${defaultImage}"` },
    events: [],
    probe: probeOf([attempt('anonymous', 'found')], {
      challenge: null,
      manifest: manifestOf({ platforms: ['linux/arm64'] }),
    }),
  },
  'a neighbour that pulls it with a secret': {
    says: unauthorized(defaultImage),
    neighbours: { api: { policy: 'Always', list: ['regcred'] } },
    secrets: { regcred: { ...regcred, writtenAt: '2026-03-01T09:00:00Z' } },
    list: [],
  },
};
