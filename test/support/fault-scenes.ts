import type { KubeObject } from '../../src/objects/object-reader.ts';
import { login, pullSecret } from './objects.ts';
import { defaultImage, namespace, type Scene, sceneObjects } from './scene.ts';
import { unauthorized } from './words.ts';

const elsewhere = pullSecret({ 'registry.acme.io:5000': login('janedoe', 'c0rrect-horse') });
const serving = pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse') });

/**
 * A Pod in whose diagnosis nearly every read takes part: an absent secret, one for another port,
 * those of its account and a neighbour.
 */
export const loginScene: Scene = {
  says: unauthorized(defaultImage),
  secrets: { regcred: elsewhere, robot: elsewhere, team: serving },
  list: ['regcred', 'ghost'],
  elsewhere: { build: { ghost: elsewhere } },
  account: { list: ['robot'] },
  neighbours: { api: { list: ['team'] } },
  owner: 'Deployment',
};

/** A Pod whose image lacks the platform of its node. */
export const platformScene: Scene = {
  says: `failed to pull and unpack image "${defaultImage}": no match for platform in manifest: not found`,
  node: 'linux/arm64',
  nodes: { 'worker-7': 'linux/amd64' },
  owner: 'Deployment',
};

/** A request of a diagnosis after that of the Pod, and how `problems` has to name it. */
export interface LaterRead {
  readonly what: string;
  readonly scene: Scene;
  readonly named: RegExp;
  readonly check: string;
}

const later = (what: string, named: RegExp, check: string, scene = loginScene): LaterRead => ({
  ...{ what, named, check, scene },
});

export const laterReads: readonly LaterRead[] = [
  later('list events', /^events of the Pod/, 'list events -n shop'),
  later('get secrets/regcred', /^Secret shop\/regcred/, 'get secrets/regcred -n shop'),
  later('get secrets/ghost', /^Secret shop\/ghost/, 'get secrets/ghost -n shop'),
  later(
    'get serviceaccounts/default',
    /^ServiceAccount shop\/default/,
    'get serviceaccounts/default -n shop',
  ),
  later(
    'get replicasets/web-1',
    /^ReplicaSet shop\/web-1, for its owner/,
    'get replicasets.apps/web-1 -n shop',
  ),
  later('list pods', /^other Pods of namespace shop/, 'list pods -n shop'),
  later('get secrets/robot', /^Secret shop\/robot/, 'get secrets/robot -n shop'),
  later('list secrets', /^Secrets ghost of other namespaces/, 'list secrets -A'),
  later('get secrets/team', /^Secret shop\/team/, 'get secrets/team -n shop'),
  later('get nodes/worker-3', /^Node worker-3/, 'get nodes/worker-3', platformScene),
  later('list nodes', /^nodes that take Pods/, 'list nodes', platformScene),
];

/** The API objects of a scene, its namespace among them. */
export const servedObjects = (scene: Scene): readonly KubeObject[] => [
  ...sceneObjects(scene),
  { kind: 'Namespace', metadata: { name: namespace } },
  { kind: 'Deployment', metadata: { namespace, name: 'web', uid: 'uid-web' } },
];
