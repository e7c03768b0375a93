import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { parseImageReference } from '../../src/kubelet/image/image-reference.ts';
import type { PodDiagnosis } from '../../src/model/diagnosis.ts';
import { captureNames, captureObjects, diagnoseObjects } from './captures.ts';
import { certaintyScenes } from './certainty-scenes.ts';
import { cloudScenes } from './cloud-scenes.ts';
import { diagnosePod, evidenceOf } from './evidence.ts';
import { hiddenTexts } from './hidden-texts.ts';
import { type Message, messages, waitingWith } from './messages.ts';
import { neighbourScenes } from './neighbour-scenes.ts';
import { nodeScenes } from './node-scenes.ts';
import { base64, login, pullSecret, type SecretSpec } from './objects.ts';
import { probeScenes } from './probes.ts';
import { refusals } from './refusal-scenes.ts';
import { type Scene, sceneObjects } from './scene.ts';
import { googleKeyFile, jwtFrom, jwtUntil, tokens } from './tokens.ts';

/** One diagnosed Pod, and the texts that no output may hold. */
export interface Sample {
  readonly name: string;
  readonly diagnosis: PodDiagnosis;
  readonly hidden: readonly string[];
}

const password = 'c0rrect-horse-battery';

/** The location under which the kubelet finds a login for this image. */
function locationFor(image: string): string {
  const reference = parseImageReference(image);
  const registry = reference.ok ? reference.registry : 'registry.acme.io';
  return registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry;
}

/** AuthOptions for an image: what its Pod may find beside it. */
export function surroundings(image: string): Readonly<Record<string, Scene>> {
  const location = locationFor(image);
  const one = (spec: SecretSpec): Scene => ({ secrets: { regcred: spec } });
  const entry = (user: string, pass: string) => one(pullSecret({ [location]: login(user, pass) }));
  const matching = pullSecret({ [location]: login('janedoe', password) });
  const far = pullSecret({ 'registry.example.net': login('janedoe', password) });
  return {
    'no secret': {},
    'a matching secret': one(matching),
    'a mismatching secret': one(far),
    'a denied secret': { list: ['regcred'], unread: { 'secrets/regcred': 'denied' } },
    'an absent secret': { list: ['regcred'], elsewhere: { platform: { regcred: matching } } },
    'an Opaque secret': one({ type: 'Opaque', data: matching.data }),
    'a malformed secret': one(pullSecret({ [location]: { auth: `${base64(password)}!` } })),
    'an empty entry': one(pullSecret({ [location]: {} }, { credsStore: 'desktop' })),
    'white space': entry('janedoe', `${password}\n`),
    'a cut robot name': entry('robot$', password),
    'an expired token': entry('ci', jwtUntil('2026-03-05T10:00:00Z')),
    'a token near its end': entry('ci', jwtUntil('2026-03-05T20:00:00Z')),
    'a token that is not valid yet': entry('ci', jwtFrom('2026-03-05T20:00:00Z')),
    'a token of some maker': entry('janedoe', tokens.githubClassic),
    'a token under another user': entry('janedoe', tokens.google),
    'a key file of another project': entry(
      '_json_key',
      googleKeyFile('acme-ci-7', { private_key: password }),
    ),
    'a broken key file': entry('_json_key', googleKeyFile('acme-ci-7', { type: password })),
    'a list that came later': { secrets: { regcred: matching }, list: [], account: { list: ['regcred'] } },
    'a list that is shadowed': {
      secrets: { regcred: matching, own: far },
      list: ['own'],
      account: { list: ['regcred'], writtenAt: '2026-03-05T11:59:50Z' },
      owner: 'Deployment',
    },
  };
}

async function sampleOf(name: string, scene: Scene): Promise<Sample> {
  return { name, diagnosis: await diagnosePod(scene), hidden: hiddenTexts(sceneObjects(scene)) };
}

/** A manifest whose pull secrets stand in a container, or in their place in a wrong form. */
async function misplaced(fault: 'container' | 'form'): Promise<Sample> {
  const evidence = await evidenceOf({});
  const right = 'spec.template.spec.imagePullSecrets';
  const path = fault === 'form' ? right : 'spec.template.spec.containers[0].imagePullSecrets';
  const pod = {
    ...evidence.pod,
    misplaced: [{ path, right, names: ['regcred'], form: fault === 'form' }],
  };
  return {
    name: `misplaced: ${fault}`,
    diagnosis: diagnose({ ...evidence, pod }, { preflight: true }),
    hidden: [],
  };
}

const samplesOf = (row: Message) => {
  const events = [{ reason: 'Failed', message: 'Error: ErrImagePull' }];
  const failing = { ...waitingWith(row), events };
  return Object.entries(surroundings(failing.image)).map(([name, around]) =>
    sampleOf(`${row.id} with ${name}`, { ...failing, ...around }),
  );
};

/**
 * Every recorded text in every surrounding, every recording, and the same surroundings around Pods
 * that run or wait.
 */
export async function corpus(): Promise<readonly Sample[]> {
  const recorded = captureNames.map(async (name) => {
    const objects = captureObjects(name);
    const hidden = hiddenTexts(objects);
    return (await diagnoseObjects(objects)).map((diagnosis) => ({ name, diagnosis, hidden }));
  });
  const calm = ['registry.acme.io/shop/api:1.4', 'nginx:1.27', 'acme/api'].flatMap((image) =>
    Object.entries(surroundings(image)).flatMap(([name, around]) =>
      (['running', 'pending'] as const).map((state) =>
        sampleOf(`${image} ${state} with ${name}`, { image, state, ...around }),
      ),
    ),
  );
  const refused = Object.fromEntries(Object.entries(refusals).map(([name, { scene }]) => [name, scene]));
  const around = Object.entries({
    ...certaintyScenes,
    ...cloudScenes,
    ...neighbourScenes,
    ...nodeScenes,
    ...refused,
    ...probeScenes,
  }).map(([name, scene]) => sampleOf(name, scene));
  const kept = evidenceOf({ state: 'pending', owner: 'Deployment' }).then((evidence) => {
    const message = 'Error creating: admission webhook "images.acme.test" denied the request: not signed';
    const refusedPods = {
      ...evidence,
      refused: { by: { kind: 'ReplicaSet', name: 'web-5d' }, message, at: null },
    };
    return { name: 'no Pods', diagnosis: diagnose(refusedPods, { preflight: true }), hidden: [] };
  });
  const manifests = (['container', 'form'] as const).map(misplaced);
  return (
    await Promise.all([kept, ...recorded, ...messages.flatMap(samplesOf), ...calm, ...around, ...manifests])
  ).flat();
}
