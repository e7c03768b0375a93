import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { unauthorized, unknownHost } from '../support/words.ts';

const rule = 'evidence-newer-than-failure';
const older = pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse') });
const newer = { ...older, writtenAt: '2026-03-05T11:59:30Z' };
const scene = { says: unauthorized(defaultImage), secrets: { regcred: newer } };

describe(rule, () => {
  it('sees a secret that was written after the last attempt', async () => {
    const image = await diagnoseImage({ ...scene, owner: 'Deployment' });
    expect(verdict(image)).toEqual(['evidence-newer-than-failure error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      '`Secret shop/regcred` changed at 2026-03-05T11:59:30Z, after the last attempt to pull: the kubelet tries again by 2026-03-05T12:04:30Z',
    );
    expect(finding.facts).toEqual({ changed: 'Secret shop/regcred', at: '2026-03-05T11:59:30Z' });
    expect(finding.why.map((why) => why.says)).toEqual([
      'was written at 2026-03-05T11:59:30Z',
      'the last attempt was at 2026-03-05T11:57:59Z',
      'the next attempt sends what the Secret holds now',
    ]);
    expect(commandsOf(finding)).toEqual([
      'kubectl pullcheck pod web-x7k2p -n shop --wait',
      'kubectl pullcheck verify pod web-x7k2p -n shop',
      'kubectl rollout restart deployment/web -n shop',
    ]);
  });

  it('counts from the creation where nothing tells of a later write', async () => {
    const created = { ...older, createdAt: '2026-03-05T11:59:30Z', writtenAt: null };
    const finding = findingOf(await diagnoseImage({ ...scene, secrets: { regcred: created } }), rule);
    expect(finding.why[0]?.says).toBe('was created at 2026-03-05T11:59:30Z');
  });

  it('sees a ServiceAccount that was given a list since, whatever the pull failed with', async () => {
    const account = { list: ['regcred'], writtenAt: '2026-03-05T11:59:45Z' };
    const image = await diagnoseImage({ says: unknownHost(defaultImage), account });
    expect(image.cause).toBe('registry-dns-failure');
    expect(findingOf(image, rule).what).toBe(
      '`ServiceAccount shop/default` changed at 2026-03-05T11:59:45Z, after the last attempt to pull',
    );
    // waiting would not help: the list is copied once
    expect(findingOf(image, rule).fixes[0]?.title).toMatch(/^recreate the Pod/);
  });

  it('counts from the start of the last attempt, not from what the back-off repeats', async () => {
    const between = { ...older, writtenAt: '2026-03-05T11:58:30Z' };
    const image = await diagnoseImage({ ...scene, secrets: { regcred: between } });
    expect(findingOf(image, rule).facts).toEqual({
      changed: 'Secret shop/regcred',
      at: '2026-03-05T11:58:30Z',
    });
  });

  it('counts from the words of a secret that could not be decoded: such an attempt has no start', async () => {
    const broken = pullSecret({ 'registry.acme.io': { auth: 'ab!d' } });
    const text = 'illegal base64 data at input byte 2';
    const state = { reason: text, message: text };
    const events = [
      { reason: 'Pulling', message: `Pulling image "${defaultImage}"`, last: '2026-03-05T11:50:00Z' },
      { reason: 'Failed', message: `Error: ${text}`, last: '2026-03-05T11:58:00Z' },
    ];
    const at = async (writtenAt: string) =>
      (await diagnoseImage({ state, events, secrets: { regcred: { ...broken, writtenAt } } })).findings.map(
        (finding) => finding.rule,
      );
    expect(await at('2026-03-05T11:55:00Z')).toEqual(['pull-secret-malformed']);
    expect(await at('2026-03-05T11:59:00Z')).toEqual(['pull-secret-malformed', rule]);
  });

  it.each([
    ['white space', login('janedoe', 'c0rrect-horse\n')],
    ['nothing', {}],
  ])('only notices %s in a credential that was not tried yet', async (_, entry) => {
    const secrets = { regcred: { ...pullSecret({ 'registry.acme.io': entry }), writtenAt: newer.writtenAt } };
    const image = await diagnoseImage({ ...scene, secrets });
    expect(image.cause).toBe(rule);
    expect(image.findings.filter(({ severity }) => severity === 'warning')).toHaveLength(1);
  });

  it('leaves the cause to an entry that will not match at the next attempt either, and proves nothing', async () => {
    const other = pullSecret({ 'registry.acme.io:5000': login('janedoe', 'c0rrect-horse') });
    const secrets = { regcred: { ...other, writtenAt: newer.writtenAt } };
    const image = await diagnoseImage({ ...scene, secrets });
    expect(verdict(image)).toEqual([
      'pull-secret-registry-mismatch error likely',
      'evidence-newer-than-failure info proven',
    ]);
  });

  it('has doubts where nothing tells when the last attempt was', async () => {
    const state = {
      reason: 'ImagePullBackOff',
      message: `Back-off pulling image "${defaultImage}": ErrImagePull: ${unauthorized(defaultImage)}`,
    };
    const image = await diagnoseImage({ ...scene, state, events: [] });
    expect(verdict(image)).toEqual(['credential-rejected error likely']);
    const earlier = { regcred: { ...older, writtenAt: '2026-03-05T11:30:00Z' } };
    expect(verdict(await diagnoseImage({ ...scene, secrets: earlier, state, events: [] }))).toEqual([
      'credential-rejected error proven',
    ]);
  });

  it('is silent where everything is older than the failure', async () => {
    const image = await diagnoseImage({ ...scene, secrets: { regcred: older } });
    expect(verdict(image)).toEqual(['credential-rejected error proven']);
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({ secrets: { regcred: newer } }, rule);
  });

  it('proves nothing while secret or events may not be read', async () => {
    await expectUnproven({ ...scene, unread: { 'secrets/regcred': 'denied' } }, rule);
    await expectUnproven({ ...scene, unread: { events: 'denied' } }, rule);
  });
});
