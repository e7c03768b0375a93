import { describe, expect, it } from 'vitest';
import type { PodDiagnosis } from '../../../src/model/diagnosis.ts';
import { chalkFor } from '../../../src/report/text/chalk-for.ts';
import type { Layout } from '../../../src/report/text/finding.ts';
import { renderText } from '../../../src/report/text/render-text.ts';
import { diagnosePod } from '../../support/evidence.ts';
import { login, pullSecret } from '../../support/objects.ts';
import { defaultImage, type Scene } from '../../support/scene.ts';
import { anonymousRefused, badLogin, unauthorized } from '../../support/words.ts';

const says = unauthorized(defaultImage);
const strange = 'rpc error: code = Unknown desc = the moon is in the wrong house';
const otherPort = pullSecret({ 'registry.acme.io:5000': login('janedoe', 'x') });
const matching = pullSecret({ 'registry.acme.io': login('janedoe', 'x') });
const plain: Layout = { width: 80, chalk: chalkFor(false), connection: [] };

async function rendered(scene: Scene, layout = plain) {
  return renderText([await diagnosePod(scene)], layout);
}

/** The lines of the image `app`. */
const blockOf = (text: string) =>
  text
    .slice(text.search(/^. app/m))
    .trimEnd()
    .split('\n');

describe('an explained failure', () => {
  it('says the verdict, the proof, the fix and the matrix, in this order', async () => {
    const text = await rendered({ says, secrets: { regcred: otherPort }, beside: { proxy: 'busybox:1' } });
    const marks = [
      'pod/web in shop, node worker-3, service account default\n',
      `\n✗ app  ${defaultImage}\n  ImagePullBackOff for 11m\n`,
      '\n  no pull secret entry matches `registry.acme.io`\n  rule pull-secret-registry-mismatch (port)\n',
      '\n  why  the image asks for registry.acme.io/shop/api\n       Secret shop/regcred has one entry, ',
      '\n       kubelet: "',
      '\n  not checked  ',
      '\n  fix  ',
      '\n       $ kubectl create secret docker-registry regcred -n shop ',
      '\n  secret   entry                  for the image     result\n',
      '\n✓ proxy  busybox:1  pulled\n',
    ].map((mark) => text.indexOf(mark));
    expect(marks).not.toContain(-1);
    expect(marks).toEqual(marks.toSorted((a, b) => a - b));
  });

  it('prose stays within 80 columns; commands are not wrapped', async () => {
    const lines = (await rendered({ says, secrets: { regcred: otherPort } })).split('\n');
    const long = lines.filter((line) => line.length > 80);
    expect(long.length).toBeGreaterThan(0);
    expect(long.filter((line) => !line.trimStart().startsWith('$ kubectl '))).toEqual([]);
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  it('carries the connection flags', async () => {
    const text = await rendered(
      { says, secrets: { regcred: otherPort } },
      { ...plain, connection: ['--context=prod'] },
    );
    expect(text).toContain('$ kubectl --context=prod create secret ');
  });

  it('a likely one says so', async () => {
    const open: Scene = { says: unauthorized('quay.io/acme/api:1'), image: 'quay.io/acme/api:1' };
    expect(await rendered(open)).toMatch(/^ {2}rule no-pull-secret \(likely\)$/m);
  });
});

describe('other outcomes', () => {
  /** As if no rule had a say. */
  const unexplained = async (scene: Scene): Promise<string> => {
    const pod: PodDiagnosis = await diagnosePod(scene);
    const images = pod.images.map((image) => ({ ...image, findings: [], cause: null }));
    return renderText([{ ...pod, images }], plain);
  };

  it('unexplained: the words whole, what is ruled out, what nobody looked at', async () => {
    const text = await unexplained({ says: strange, secrets: { regcred: matching } });
    expect(blockOf(text)).toEqual([
      `✗ app  ${defaultImage}`,
      '  ImagePullBackOff for 11m',
      '',
      '  the pull fails, and no rule explains it',
      '',
      `  why  the kubelet says "Failed to pull image "${defaultImage}":`,
      '       rpc error: code = Unknown desc = the moon is in the wrong house"',
      '  ruled out  no matching pull secret entry: it offers regcred: registry.acme.io',
      '  not checked  the registry, and credentials and settings of the node',
      '',
      '  secret   entry             for the image     result',
      '  regcred  registry.acme.io  registry.acme.io  matches',
    ]);
    expect(await unexplained({ says: strange })).not.toContain('ruled out');
  });

  it('unexplained, in words that tell whether a credential was sent', async () => {
    const proven = 'these words prove that ';
    expect(await unexplained({ says: badLogin(defaultImage) })).toContain(`${proven}a credential was sent`);
    expect(await unexplained({ says: anonymousRefused(defaultImage) })).toContain(
      `${proven}no credential was sent`,
    );
    expect(await unexplained({ says: strange })).not.toContain(proven);
  });

  it('partial: what was not read, what it needs, and how to find out', async () => {
    const scene: Scene = { says, list: ['regcred'], unread: { 'secrets/regcred': 'denied' } };
    const text = await rendered(scene);
    expect(text).toContain('  the pull fails, and what could be read does not tell why\n');
    expect(text.slice(text.indexOf('\nnot read'))).toBe(
      [
        '',
        'not read, and the verdict or its fix may hang on it',
        '  Secret shop/regcred',
        '    needs get secrets/regcred in namespace shop',
        '    $ kubectl auth can-i get secrets/regcred -n shop',
        '',
      ].join('\n'),
    );
    expect(text).toMatch(/^ {2}regcred +not read: forbidden$/m);
  });

  it('a read that failed names no permission', async () => {
    const text = await rendered({ says, list: ['regcred'], unread: { 'secrets/regcred': 'failed' } });
    expect(text).toMatch(/\n {2}Secret shop\/regcred: the connection was reset\n {4}try again\n$/);
    expect(text).not.toContain('can-i');
  });

  it('no words at all', async () => {
    const text = await rendered({ events: [], state: { reason: 'ImagePullBackOff' } });
    expect(text).toContain('\n  ImagePullBackOff\n');
    expect(text).not.toMatch(/ for NaN|undefined|null/);
  });

  it.each([
    [{ state: 'running' }, [`✓ app  ${defaultImage}  pulled`]],
    [{ state: 'pending', observedAt: '2026-03-05T11:58:30Z' }, [`· app  ${defaultImage}  not pulled yet`]],
    [{ state: { reason: 'CrashLoopBackOff' }, events: [] }, [`✓ app  ${defaultImage}  pulled`]],
  ] as const)('%j', async (scene, lines) => expect(blockOf(await rendered(scene))).toEqual(lines));

  it('unknown: a Pod that ended before its image was pulled', async () => {
    const diagnosis = await diagnosePod({ state: 'running' });
    const images = diagnosis.images.map((image) => ({ ...image, status: 'unknown' as const }));
    expect(blockOf(renderText([{ ...diagnosis, images }], plain))).toEqual([
      `? app  ${defaultImage}  not known`,
    ]);
  });

  it('a warning on a sound image is one short line', async () => {
    const scene: Scene = { secrets: { regcred: otherPort }, list: ['regcred', 'gone'] };
    const [headline, ...noticed] = blockOf(await rendered(scene));
    expect(headline).toBe(`✓ app  ${defaultImage}  pulled`);
    expect(noticed[0]).toMatch(/^ {2}warning {2}/);
    expect(noticed.join(' ')).toMatch(/\((pull-secret-missing|pull-secret-registry-mismatch)\)/);
  });

  it('the kind of an image stands where it is no container; a Pod without node is not scheduled', async () => {
    const diagnosis = await diagnosePod({ node: null, state: 'pending', events: [] });
    const images = (['init', 'volume', 'ephemeral'] as const).map((kind) => ({
      ...diagnosis.images[0]!,
      image: { ...diagnosis.images[0]!.image, kind, container: kind },
    }));
    expect(
      renderText([{ ...diagnosis, images }], plain)
        .split('\n')
        .filter((line) => line !== ''),
    ).toEqual([
      'pod/web in shop, not scheduled, service account default',
      ...['init', 'volume', 'ephemeral'].map(
        (kind) => `· ${kind} (${kind})  ${defaultImage}  not pulled yet`,
      ),
    ]);
  });
});

describe('several Pods', () => {
  const named = async (name: string, scene: Scene) => {
    const diagnosis = await diagnosePod(scene);
    return { ...diagnosis, evidence: { ...diagnosis.evidence, pod: { ...diagnosis.evidence.pod, name } } };
  };
  const failing: Scene = { says, secrets: { regcred: otherPort } };

  it('the same verdict is told once, the largest group first', async () => {
    const pods = await Promise.all([
      named('lone', { ...failing, image: 'registry.acme.net/shop/other:1' }),
      ...['web-1', 'web-2', 'web-3'].map((name) => named(name, failing)),
    ]);
    const text = renderText(pods, plain);
    expect(text.match(/^pod\/\S+/gm)).toEqual(['pod/web-1', 'pod/lone']);
    expect(text).toMatch(/^3 Pods, one cause\n\npod\/web-1 in shop/);
    expect(text).toContain('\n\nthe same for pod/web-2, pod/web-3 in shop\n\npod/lone in shop');
    expect(renderText(pods, { ...plain, each: true }).match(/^pod\/\S+/gm)).toHaveLength(4);
  });

  it('another secret, verdict or doubt is another cause', async () => {
    const pods = await Promise.all([
      named('a', failing),
      named('b', { ...failing, list: [] }),
      named('c', { ...failing, beside: { proxy: 'busybox:1' } }),
      named('d', { state: 'running' }),
      named('f', { says, secrets: { other: otherPort } }),
      named('g', { ...failing, account: { name: 'builder', list: [] } }),
      named('e', { ...failing, list: ['regcred', 'gone'], unread: { 'secrets/gone': 'denied' } }),
    ]);
    expect(renderText(pods, plain).match(/^pod\/\S+/gm)).toEqual([
      'pod/a',
      'pod/b',
      'pod/d',
      'pod/f',
      'pod/e',
    ]);
    expect(renderText(pods, plain)).toContain('the same for pod/c, pod/g in shop');
  });

  it('one cause over namespaces and owners, whose commands are their own', async () => {
    const pods = await Promise.all([named('a', failing), named('b', { ...failing, owner: 'Deployment' })]);
    const [first, second] = pods;
    const moved = {
      ...second!,
      evidence: { ...second!.evidence, pod: { ...second!.evidence.pod, namespace: 'team' } },
    };
    const text = renderText([first!, moved], plain);
    expect(text).toMatch(/^2 Pods in 2 namespaces, one cause\n/);
    expect(text).toContain('the same for pod/b in team');
  });
});

describe('colour', () => {
  it('is the only difference, and is off unless asked for', async () => {
    const scene = { says, secrets: { regcred: otherPort } };
    const [without, coloured] = [
      await rendered(scene),
      await rendered(scene, { ...plain, chalk: chalkFor(true) }),
    ];
    expect(without).not.toMatch(/\p{Cc}(?<!\n)/u);
    expect(coloured).toContain('\u001b[31m✗\u001b[39m app');
    expect(coloured).toContain('\u001b[36mkubectl create');
    expect(coloured.replaceAll(/\p{Cc}\[\d+m/gu, '')).toBe(without);
  });

  it('words of others cannot steer the terminal', async () => {
    const scene = { image: 'registry.acme.io/a:\u001b[2J1', says: 'oops \u001b]0;owned\u0007 \rall is well' };
    for (const colour of [false, true]) {
      const text = await rendered(scene, { ...plain, chalk: chalkFor(colour) });
      expect(text.replaceAll(/\p{Cc}\[(\d+)m/gu, '')).not.toMatch(/\p{Cc}(?<!\n)/u);
      expect(text).toContain('<U+001B>[2J1');
    }
  });
});
