import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { diagnoseImage, diagnosePod, evidenceOf } from '../support/evidence.ts';
import { verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage, type Scene } from '../support/scene.ts';
import { ambiguous, badLogin, forbidden, unauthorized, unknownHost } from '../support/words.ts';

const janedoe = login('janedoe', 'c0rrect-horse');
const regcred = pullSecret({ 'registry.acme.io': janedoe });

describe('diagnose', () => {
  it('judges each image of a Pod by itself', async () => {
    const { images, owner } = await diagnosePod({
      says: unauthorized(defaultImage),
      beside: { proxy: 'ghcr.io/acme/proxy:1' },
      owner: 'Deployment',
    });
    expect(images.map(({ image, status, cause }) => [image.container, status, cause])).toEqual([
      ['app', 'failing', 'no-pull-secret'],
      ['proxy', 'ok', null],
    ]);
    expect(owner).toEqual({ kind: 'Deployment', namespace: 'shop', name: 'web' });
  });

  it('leaves a failure unexplained rather than guess', async () => {
    const image = await diagnoseImage({
      says: 'rpc error: code = Unknown desc = the moon is in the wrong phase',
      secrets: {},
      image: 'nginx:1.27',
    });
    expect(image.status).toBe('failing');
    expect(image.failure?.error.label).toBe('unknown');
    expect(verdict(image)).toEqual([]);
    expect(image.cause).toBe(null);
  });

  it('calls a state an error only where the failure can come from it', async () => {
    const secrets = { regcred: pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse\n') }) };
    expect(verdict(await diagnoseImage({ says: unauthorized(defaultImage), secrets }))).toEqual([
      'credential-whitespace error proven',
    ]);
    expect(verdict(await diagnoseImage({ says: unknownHost(defaultImage), secrets }))).toEqual([
      'registry-dns-failure error proven',
      'credential-whitespace warning proven',
    ]);
  });

  it('keeps the finer of two findings about one state', async () => {
    const secrets = { regcred: pullSecret({ 'registry.acme.io': login('robot$', 'c0rrect-horse') }) };
    expect(verdict(await diagnoseImage({ says: badLogin(defaultImage), secrets }))).toEqual([
      'credential-mangled error proven',
    ]);
    expect(verdict(await diagnoseImage({ says: forbidden(defaultImage), secrets }))).toEqual([
      'credential-mangled error proven',
    ]);
  });

  it('says that the registry does not tell only where no login is accused', async () => {
    const rulesFor = async (secrets: NonNullable<Scene['secrets']>) =>
      (await diagnoseImage({ says: ambiguous(defaultImage), list: ['regcred'], secrets })).findings.map(
        (finding) => finding.rule,
      );
    expect(await rulesFor({ regcred })).not.toContain('image-access-ambiguous');
    expect(await rulesFor({})).not.toContain('image-access-ambiguous');
  });

  it('compares an image with the others of its Pod', async () => {
    const secrets = { ghcr: pullSecret({ 'ghcr.io': janedoe }) };
    const says = unauthorized(defaultImage);
    expect((await diagnoseImage({ says, secrets })).cause).toBe('pull-secret-registry-mismatch');
    const beside = { proxy: 'ghcr.io/acme/proxy:1' };
    expect((await diagnoseImage({ says, secrets, beside })).cause).toBe('no-pull-secret');
  });

  it('gives the same answer each time and leaves the evidence as it is', async () => {
    const evidence = await evidenceOf({ says: unauthorized(defaultImage), secrets: { regcred } });
    const before = JSON.stringify(evidence);
    expect(JSON.stringify(diagnose(evidence))).toBe(JSON.stringify(diagnose(evidence)));
    expect(JSON.stringify(evidence)).toBe(before);
  });
});
