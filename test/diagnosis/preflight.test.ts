import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { ImageDiagnosis } from '../../src/model/diagnosis.ts';
import { evidenceOf } from '../support/evidence.ts';
import { login, pullSecret } from '../support/objects.ts';
import { attempt, probeOf } from '../support/probes.ts';
import type { Scene } from '../support/scene.ts';

/** What is said of a template's image before any pull. */
async function beforeAnyPull(scene: Scene): Promise<ImageDiagnosis> {
  const evidence = await evidenceOf({ state: 'pending', events: [], ...scene });
  const [image] = diagnose(evidence, { preflight: true }).images;
  if (image === undefined) throw new Error('the Pod has no image');
  return image;
}

const said = ({ findings }: ImageDiagnosis) => findings.map(({ rule, severity }) => `${rule} ${severity}`);

const opaque = { odd: { type: 'Opaque', data: { token: 'c0rrect-horse' } } };
const elsewhere = { regcred: pullSecret({ 'registry.example.net': login('janedoe', 'c0rrect-horse') }) };

describe('before any pull', () => {
  it.each(['nginx:1.27', 'registry.k8s.io/pause:3.10'])(
    '%s, which everybody may pull, needs no secret that works',
    async (image) => {
      expect(said(await beforeAnyPull({ image, list: ['gone'] }))).toEqual(['pull-secret-missing warning']);
      expect(said(await beforeAnyPull({ image, secrets: opaque }))).toEqual([
        'pull-secret-wrong-type warning',
      ]);
    },
  );

  it('a secret that cannot be decoded keeps even such an image from its pull', async () => {
    const broken = pullSecret({ 'registry.acme.io': { auth: 'ab!d' } });
    expect(said(await beforeAnyPull({ image: 'nginx:1.27', secrets: { broken } }))).toContain(
      'pull-secret-malformed error',
    );
  });

  it('a secret for another registry says nothing of an image that may be public', async () => {
    const image = await beforeAnyPull({ image: 'quay.io/acme/api:1', secrets: elsewhere });
    expect(said(image)).toEqual(['pull-secret-registry-mismatch warning']);
  });

  it.each(['registry.acme.internal', 'registry.acme.test'])(
    'a secret for the same name in another domain, %s, was meant for the image',
    async (host) => {
      const secrets = { regcred: pullSecret({ [host]: login('janedoe', 'c0rrect-horse') }) };
      const image = await beforeAnyPull({ secrets });
      expect(said(image)).toEqual(['pull-secret-registry-mismatch error']);
    },
  );

  it('an image that may be private needs it, and what nobody asked is said', async () => {
    const image = await beforeAnyPull({ list: ['gone'] });
    expect(said(image)).toEqual(['pull-secret-missing error']);
    expect(image.findings[0]?.unchecked).toContain('whether the image is public: the registry was not asked');
  });

  it('an image that the registry gives to everybody does not', async () => {
    const probe = probeOf([attempt('anonymous', 'found')]);
    expect(said(await beforeAnyPull({ list: ['gone'], probe }))).toEqual(['pull-secret-missing warning']);
  });

  it('no kubelet tries again: there is no Pod', async () => {
    const scenes = [{ list: ['gone'] }, { secrets: opaque }, { secrets: elsewhere }];
    const images = await Promise.all(scenes.map(beforeAnyPull));
    const fixes = images.flatMap(({ findings }) => findings.flatMap((finding) => finding.fixes));
    expect(fixes.length).toBeGreaterThan(2);
    expect(fixes.filter(({ title, after }) => /retries|tries again/.test(`${title} ${after}`))).toEqual([]);
  });
});
