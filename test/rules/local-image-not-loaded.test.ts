import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { ambiguous, unauthorized, unknownHost } from '../support/words.ts';

const rule = 'local-image-not-loaded';
const image = 'shop-api';
const scene = {
  image,
  says: ambiguous('docker.io/library/shop-api:latest'),
  policy: 'Always',
  owner: 'Deployment',
  machine: { labels: { 'minikube.k8s.io/name': 'dev' } },
} as const;

describe(rule, () => {
  it.each([
    [{ labels: { 'minikube.k8s.io/name': 'dev' } }, 'minikube image load shop-api -p dev'],
    [{ providerID: 'kind://docker/shop/shop-worker2' }, 'kind load docker-image shop-api --name shop'],
    [{ labels: { 'microk8s.io/cluster': 'true' } }, 'docker save shop-api | microk8s ctr image import -'],
  ])('gives the command of the tool that made the cluster: %j', async (machine, command) => {
    const finding = findingOf(await diagnoseImage({ ...scene, machine }), rule);
    expect(finding.certainty).toBe('likely');
    expect(commandsOf(finding).slice(0, 2)).toEqual([
      command,
      `kubectl patch deployment web -n shop -p '{"spec":{"template":{"spec":{"containers":[{"name":"app","imagePullPolicy":"IfNotPresent"}]}}}}'`,
    ]);
  });

  it.each([
    ['kind-control-plane', 'kind load docker-image shop-api --name kind'],
    ['k3d-dev-agent-1', 'k3d image import shop-api -c dev'],
    ['lima-rancher-desktop', 'docker save shop-api | nerdctl -n k8s.io load'],
    ['colima', 'docker save shop-api | nerdctl -n k8s.io load'],
    ['docker-desktop', null],
  ])(
    'knows the tool by the name of the node where the Node may not be read: %s',
    async (nodeName, command) => {
      const finding = findingOf(await diagnoseImage({ ...scene, nodeName }), rule);
      expect(commandsOf(finding)[0]).toBe(command);
    },
  );

  it('comes before a pull secret, and before the identity of a cloud', async () => {
    const hosted = 'gcr.io/acme/api:testing';
    const diagnosis = await diagnoseImage({
      ...{
        image: hosted,
        says: unauthorized(hosted),
        machine: { providerID: 'kind://docker/kind/kind-worker' },
      },
    });
    expect(verdict(diagnosis)).toEqual([`${rule} error likely`]);
    expect(JSON.stringify(diagnosis.findings)).not.toContain('wants a login');
  });

  it('is silent on another cluster, where the Pod brings a login, and where the pull fails otherwise', async () => {
    const says = (one: object) => JSON.stringify(one);
    expect(says(await diagnoseImage({ ...scene, machine: {} }))).not.toContain(rule);
    const secrets = { regcred: pullSecret({ 'index.docker.io': login('janedoe', 'c0rrect-horse') }) };
    expect(says(await diagnoseImage({ ...scene, secrets }))).not.toContain(rule);
    expect(
      says(await diagnoseImage({ ...scene, says: unknownHost('docker.io/library/shop-api') })),
    ).not.toContain(rule);
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({ machine: scene.machine }, rule);
  });

  it('says nothing where the Node may not be read and its name tells nothing', async () => {
    const diagnosis = await diagnoseImage({ ...scene, unread: { 'nodes/worker-3': 'denied' } });
    expect(JSON.stringify(diagnosis.findings)).not.toContain(rule);
  });
});
