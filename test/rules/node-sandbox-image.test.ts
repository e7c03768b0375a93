import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { expectHealthy, expectUnproven, findingOf, ownWords, verdict } from '../support/expectations.ts';
import type { Scene } from '../support/scene.ts';

const rule = 'node-sandbox-image';
const pause = 'registry.acme.io/pause:3.9';
const refused = `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "${pause}": failed to pull image "${pause}": failed to pull and unpack image "${pause}": failed to resolve reference "${pause}": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`;
const event = { reason: 'FailedCreatePodSandBox', message: refused, container: null };
const scene: Scene = {
  state: { reason: 'ContainerCreating' },
  events: [event],
  machine: { containerRuntime: 'containerd://1.7.24' },
};

describe(rule, () => {
  it('names image, registry and the file of the node', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual([`${rule} error proven`]);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      'worker-3 cannot pull sandbox image `registry.acme.io/pause:3.9`: registry.acme.io refuses it',
    );
    expect(finding.facts).toEqual({
      sandboxImage: pause,
      label: 'unauthorized-no-credentials',
      host: null,
      status: null,
    });
    expect(finding.why.at(-1)).toEqual({ source: 'kubelet', says: `"${refused}"` });
    expect(finding.fixes.map(({ title }) => title).join('\n')).toContain(
      'sandbox_image in [plugins."io.containerd.grpc.v1.cri"] of /etc/containerd/config.toml',
    );
    expect(ownWords(image)).not.toMatch(/create secret|kubectl patch/);
  });

  it.each([
    ['containerd://2.4.2', /pinned_images.*ctr -n k8s\.io images import/s],
    ['cri-o://1.33.1', /pause_image .*podman load/s],
    ['docker://27.1.0', /--pod-infra-container-image.*docker load/s],
    ['', /containerd: .*CRI-O: .*Docker: /s],
  ])('names the setting of %s', async (containerRuntime, says) => {
    const image = await diagnoseImage({ ...scene, machine: { containerRuntime } });
    expect(
      findingOf(image, rule)
        .fixes.map(({ title }) => title)
        .join('\n'),
    ).toMatch(says);
  });

  it.each([
    [
      'a layer that its store refuses',
      'error pulling image configuration: error parsing HTTP 403 response body: invalid character \'<\' looking for beginning of value: "<?xml version=\\"1.0\\"?>\\n<Error><Code>AccessDenied</Code></Error>"',
    ],
    [
      'a registry without logins',
      'failed to get sandbox image "registry.k8s.io/pause:3.9": failed to pull image "registry.k8s.io/pause:3.9": failed to pull and unpack image "registry.k8s.io/pause:3.9": failed to resolve reference "registry.k8s.io/pause:3.9": unexpected status from HEAD request to https://registry.k8s.io/v2/pause/manifests/3.9: 403 Forbidden',
    ],
  ])('asks no login of the node for %s', async (_, words) => {
    const message = `Failed to create pod sandbox: rpc error: code = Unknown desc = ${words}`;
    const { what, fixes } = findingOf(
      await diagnoseImage({ ...scene, events: [{ ...event, message }] }),
      rule,
    );
    expect(what).toContain('not for want of a login');
    expect(fixes[0]?.title).toMatch(/proxy, firewall or endpoint policy/);
  });

  it('is told once, on the first image', async () => {
    const beside = { proxy: 'registry.acme.io/shop/proxy:1' };
    const pod = { ...scene, beside, besideWaits: { reason: 'ContainerCreating' } };
    expect((await diagnoseImage(pod)).cause).toBe(rule);
    expect((await diagnoseImage(pod, 1)).findings).toEqual([]);
  });

  it('is silent once the sandbox is there', async () => {
    const pulling = { reason: 'Pulling', message: 'Pulling image "registry.acme.io/shop/api:1.4"' };
    const image = await diagnoseImage({
      ...scene,
      events: [event, { ...pulling, last: '2026-03-05T11:59:59Z' }],
    });
    expect(image.findings).toEqual([]);
    await expectHealthy({ events: [event] }, rule);
  });

  it('is silent on a sandbox that fails for another reason', async () => {
    const message =
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "1f": plugin type="calico" failed (add): connection is unauthorized: Unauthorized';
    const image = await diagnoseImage({ ...scene, events: [{ ...event, message }] });
    expect({ status: image.status, findings: image.findings }).toEqual({ status: 'pending', findings: [] });
  });

  it('says nothing while the events may not be read', async () => {
    await expectUnproven({ ...scene, unread: { events: 'denied' } }, rule);
  });
});
