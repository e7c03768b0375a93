import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, findingOf } from '../support/expectations.ts';
import type { Scene } from '../support/scene.ts';
import { notFound } from '../support/words.ts';

const image = 'quay.io/registry.acme.io/shop/api:1.4';
const meant = 'registry.acme.io/shop/api:1.4';
const scene: Scene = { image, says: notFound(image) };
const fixOf = async (more: Partial<Scene>) => {
  const finding = findingOf(await diagnoseImage({ ...scene, ...more }), 'image-registry-doubled');
  return { title: finding.fixes[0]?.title, command: commandsOf(finding)[0] };
};

describe('another image for a container', () => {
  it.each([
    [undefined, `kubectl set image pod/web app=${meant} -n shop`],
    ['Deployment', `kubectl set image deployment/web app=${meant} -n shop`],
    ['StatefulSet', `kubectl set image statefulset/web app=${meant} -n shop`],
    ['DaemonSet', `kubectl set image daemonset/web app=${meant} -n shop`],
    ['CronJob', `kubectl set image cronjob/web app=${meant} -n shop`],
    ['ReplicaSet', null],
  ] as const)('is set where the Pods are made: %s', async (owner, command) => {
    expect((await fixOf(owner === undefined ? {} : { owner })).command).toBe(command);
  });

  it('replaces a Job, whose template is immutable', async () => {
    const { command } = await fixOf({ owner: 'Job' });
    expect(command).toMatch(
      /^kubectl get job web -n shop -o json \| kubectl patch --local .* \| kubectl replace --force -f -$/,
    );
    expect(command).toContain(meant);
  });

  it('has no command where an owner may be another’s, and names the image all the same', async () => {
    const denied = await fixOf({ owner: 'Deployment', unread: { 'replicasets/web-1': 'denied' } });
    expect(denied.command).toBe(null);
    expect(denied.title).toContain(meant);
  });
});
