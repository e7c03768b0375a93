import { login, pullSecret } from './objects.ts';
import { defaultImage, type Scene } from './scene.ts';
import { unauthorized, unknownHost } from './words.ts';

const team = pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse-battery') });
const near = pullSecret({ 'registry.acme.com': login('janedoe', 'c0rrect-horse-battery') });
const fails = unauthorized(defaultImage);

/** Pods whose neighbours tell something of them. */
export const neighbourScenes: Readonly<Record<string, Scene>> = {
  'a neighbour with a serving secret': {
    says: fails,
    secrets: { regcred: near, 'team-cred': team },
    list: ['regcred'],
    owner: 'Deployment',
    neighbours: { 'web-2': { list: ['team-cred'] }, 'web-3': { fails, node: 'worker-3' } },
  },
  'neighbours on nodes that get through': {
    says: unknownHost(defaultImage),
    neighbours: { 'web-2': { policy: 'Always', startedAt: '2026-03-05T11:50:00Z' } },
  },
  'neighbours that fail everywhere': {
    says: unknownHost(defaultImage),
    neighbours: { 'web-2': { fails: unknownHost(defaultImage) } },
  },
  'an image of another platform': {
    says: 'no match for platform in manifest: not found',
    nodes: { 'worker-7': 'linux/arm64' },
    neighbours: { 'web-2': {} },
  },
  'a cached image that hides an absent secret': {
    state: 'running',
    list: ['regcred'],
    events: [
      { reason: 'Scheduled', message: 'Successfully assigned shop/web to worker-3', container: null },
      { reason: 'Pulled', message: `Container image "${defaultImage}" already present on machine` },
    ],
  },
};
