import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { findingOf } from '../support/expectations.ts';
import { messageOf, waitingWith } from '../support/messages.ts';
import { login, pullSecret } from '../support/objects.ts';
import type { Scene } from '../support/scene.ts';
import { testWords } from '../support/words-table.ts';

testWords([
  {
    rule: 'registry-rate-limited',
    message: 'm-4267ebbda9',
    what: '`docker.io` limits the rate of pulls, and the limit is reached',
    from: ['docker.io', null, null],
  },
  {
    rule: 'registry-unavailable',
    message: 'm-364930836a',
    what: '`registry.acme.io` is out of order (HTTP 503)',
    from: ['registry.acme.io', null, 503],
  },
  {
    rule: 'registry-unavailable',
    message: 'm-714328df0a',
    what: '`registry.acme.io` is out of order',
    from: ['registry.acme.io', null, null],
  },
]);

describe('registry-rate-limited', () => {
  const limited = waitingWith(messageOf('m-4267ebbda9'));
  const meaning = async (scene: Scene) =>
    findingOf(await diagnoseImage({ ...limited, ...scene }), 'registry-rate-limited').why[0]?.says;
  const hub = pullSecret({ 'https://index.docker.io/v1/': login('janedoe', 'c0rrect-horse') });

  it('tells whose limit it is, by what the kubelet sends', async () => {
    expect(await meaning({})).toContain('pulls without credentials, so the limit is that of the address');
    expect(await meaning({ secrets: { hub } })).toBe(
      'a credential is sent, so the limit is that of its account',
    );
    expect(await meaning({ list: ['hub'], unread: { 'secrets/hub': 'denied' } })).toContain('is not known');
  });
});

describe('registry-refused', () => {
  it('does not claim to know which policy it is', async () => {
    const finding = findingOf(
      await diagnoseImage(waitingWith(messageOf('m-501713c220'))),
      'registry-refused',
    );
    expect(finding.what).toBe('`192.168.1.61` refuses the request (HTTP 412)');
    expect(finding.facts).toEqual({ host: '192.168.1.61', address: null, status: 412, kind: 'other' });
    expect(finding.unchecked).toEqual(['which policy it is: the answer does not say']);
  });
});
