import { describe, expect, it } from 'vitest';
import type { PodDiagnosis } from '../../../src/model/diagnosis.ts';
import { chalkFor } from '../../../src/report/text/finding-lines.ts';
import { renderText, type TextLayout } from '../../../src/report/text/render-text.ts';
import { toReport } from '../../../src/report/to-report.ts';
import { diagnosePod } from '../../support/evidence.ts';
import { login, pullSecret } from '../../support/objects.ts';
import { defaultImage, type Scene } from '../../support/scene.ts';
import { anonymousRefused, badLogin, unauthorized } from '../../support/words.ts';

const says = unauthorized(defaultImage);
const strange = 'rpc error: code = Unknown desc = the moon is in the wrong house';
const otherPort = pullSecret({ 'registry.acme.io:5000': login('janedoe', 'x') });
const matching = pullSecret({ 'registry.acme.io': login('janedoe', 'x') });
const plain: TextLayout = { width: 80, chalk: chalkFor(false) };

const textOf = (pods: readonly PodDiagnosis[], layout = plain, connection: readonly string[] = []) =>
  renderText(
    toReport(pods, {
      version: '0.0.0',
      source: { kind: 'cluster', context: null },
      podsScanned: pods.length,
      connection,
    }),
    null,
    layout,
  );

async function rendered(scene: Scene, layout = plain) {
  return textOf([await diagnosePod(scene)], layout);
}

/** The lines of the image `app`. */
const blockOf = (text: string) =>
  text
    .slice(text.search(/^. app/m))
    .trimEnd()
    .split('\n');

describe('an explained failure', () => {
  it('says the verdict, the fix, the proof, what was not checked and the message, in this order', async () => {
    const text = await rendered({ says, secrets: { regcred: otherPort }, beside: { proxy: 'busybox:1' } });
    const marks = [
      'pod/web in shop, node worker-3, service account default\n',
      `\n✗ app  ${defaultImage}  ImagePullBackOff for 11m\n`,
      '\n  no pull secret entry matches `registry.acme.io`\n  pull-secret-registry-mismatch (port)\n',
      '\n  Fix   ',
      '\n        $ kubectl create secret docker-registry regcred -n shop ',
      '\n  Why   the image asks for registry.acme.io/shop/api\n        Secret shop/regcred has one entry, ',
      '\n  Not checked  ',
      `\n  Kubelet  Failed to pull image "${defaultImage}": ${says}\n`,
      '\n✓ proxy  busybox:1  pulled\n',
      '\n\nMore on a rule: kubectl pullcheck explain pull-secret-registry-mismatch\n',
    ].map((mark) => text.indexOf(mark));
    expect(marks).not.toContain(-1);
    expect(marks).toEqual(marks.toSorted((a, b) => a - b));
    expect(text.split(says)).toHaveLength(2);
  });

  it.each([60, 80, 120])('prose stays within %s columns; commands and messages are whole', async (width) => {
    const text = await rendered({ says, secrets: { regcred: otherPort } }, { ...plain, width });
    const lines = text.split('\n');
    const long = lines.filter((line) => line.length > width);
    expect(long.length).toBeGreaterThan(0);
    expect(long.filter((line) => !/^ +\$ kubectl |^ {2}Kubelet {2}|^✗ |^More on /.test(line))).toEqual([]);
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  it('carries the connection flags', async () => {
    const text = textOf([await diagnosePod({ says, secrets: { regcred: otherPort } })], plain, [
      '--context=prod',
    ]);
    expect(text).toContain('$ kubectl --context=prod create secret ');
  });

  it('a likely one says so', async () => {
    const open: Scene = { says: unauthorized('quay.io/acme/api:1'), image: 'quay.io/acme/api:1' };
    expect(await rendered(open)).toMatch(/ {2}no-pull-secret \(likely\)$/m);
  });

  it('a table only where it has something to compare', async () => {
    const both = pullSecret({ 'registry.acme.io:5000': login('a', 'x'), 'acme.io': login('b', 'x') });
    expect(await rendered({ says, secrets: { regcred: otherPort } })).not.toContain('for the image');
    expect(await rendered({ says, secrets: { regcred: both } })).toContain('for the image');
  });
});

describe('other outcomes', () => {
  /** As if no rule had a say. */
  const unexplained = async (scene: Scene): Promise<string> => {
    const pod: PodDiagnosis = await diagnosePod(scene);
    const images = pod.images.map((image) => ({ ...image, findings: [], cause: null }));
    return textOf([{ ...pod, images }]);
  };

  it('unexplained: the words whole, what is ruled out, what nobody looked at', async () => {
    const text = await unexplained({ says: strange, secrets: { regcred: matching } });
    expect(blockOf(text)).toEqual([
      `✗ app  ${defaultImage}  ImagePullBackOff for 11m`,
      '  the pull fails, and no rule explains it',
      '  Ruled out  no matching pull secret entry: it offers regcred: registry.acme.io',
      '  Not checked  the registry, and credentials and settings of the node',
      `  Kubelet  Failed to pull image "${defaultImage}": ${strange}`,
    ]);
    expect(await unexplained({ says: strange })).not.toContain('Ruled out');
  });

  it('unexplained, in words that tell whether a credential was sent', async () => {
    const proven = "the kubelet's message proves that ";
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
    expect(text.slice(text.indexOf('\nCould not read'))).toBe(
      [
        '',
        'Could not read (may change the verdict)',
        '  Secret shop/regcred',
        '    needs get secrets/regcred in namespace shop',
        '    $ kubectl auth can-i get secrets/regcred -n shop',
        '',
      ].join('\n'),
    );
  });

  it('a read that failed names no permission', async () => {
    const text = await rendered({ says, list: ['regcred'], unread: { 'secrets/regcred': 'failed' } });
    expect(text).toMatch(/\n {2}Secret shop\/regcred: the connection was reset\n {4}try again\n$/);
    expect(text).not.toContain('can-i');
  });

  it('no words at all', async () => {
    const text = await rendered({ events: [], state: { reason: 'ImagePullBackOff' } });
    expect(text).toContain(`\n✗ app  ${defaultImage}  ImagePullBackOff\n`);
    expect(text).not.toMatch(/ for NaN|undefined|null/);
  });

  it.each([
    [{ state: 'running' }, [`✓ app  ${defaultImage}  pulled`]],
    [{ state: 'pending', observedAt: '2026-03-05T11:58:30Z' }, [`· app  ${defaultImage}  not pulled yet`]],
    [
      { state: { reason: 'CrashLoopBackOff' }, events: [] },
      [
        `✓ app  ${defaultImage}  pulled`,
        '',
        'images are fine; app waits for CrashLoopBackOff, see kubectl describe pod web -n',
        'shop',
      ],
    ],
  ] as const)('%j', async (scene, lines) => expect(blockOf(await rendered(scene))).toEqual(lines));

  it('unknown: a Pod that ended before its image was pulled', async () => {
    const diagnosis = await diagnosePod({ state: 'running' });
    const images = diagnosis.images.map((image) => ({ ...image, status: 'unknown' as const }));
    expect(blockOf(textOf([{ ...diagnosis, images }]))).toEqual([`? app  ${defaultImage}  not known`]);
  });

  it('a warning on a sound image is one short line', async () => {
    const scene: Scene = { secrets: { regcred: otherPort }, list: ['regcred', 'gone'] };
    const [headline, ...noticed] = blockOf(await rendered(scene));
    expect(headline).toBe(`✓ app  ${defaultImage}  pulled`);
    expect(noticed[0]).toMatch(/^ {2}Warning {2}/);
    expect(noticed.join(' ')).toMatch(/\((pull-secret-missing|pull-secret-registry-mismatch)\)/);
  });

  it('the kind of an image stands where it is no container; a Pod without node is not scheduled', async () => {
    const diagnosis = await diagnosePod({ node: null, state: 'pending', events: [] });
    const images = (['init', 'volume', 'ephemeral'] as const).map((kind) => ({
      ...diagnosis.images[0]!,
      image: { ...diagnosis.images[0]!.image, kind, container: kind },
    }));
    expect(
      textOf([{ ...diagnosis, images }])
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

  it('an overview, then each verdict once, the largest group first', async () => {
    const pods = await Promise.all([
      named('lone', { ...failing, image: 'registry.acme.net/shop/other:1' }),
      ...['web-1', 'web-2', 'web-3'].map((name) => named(name, failing)),
    ]);
    const text = textOf(pods);
    expect(text).toMatch(
      /^4 Pods cannot pull, 1 cause \(4 Pods scanned\)\n\n {2}PODS +CAUSE +EXAMPLE +FIX\n/,
    );
    expect(text).toMatch(/\n {2}4 +pull-secret-registry-mismatch +shop\/web-1 +recreate the secret for /);
    expect(text.match(/^pod\/\S+/gm)).toEqual(['pod/web-1', 'pod/lone']);
    expect(text).toMatch(/\n3 Pods, one cause\n\npod\/web-1 in shop/);
    expect(text).toContain('\n\nthe same for pod/web-2, pod/web-3 in shop\n\npod/lone in shop');
    expect(textOf(pods, { ...plain, each: true }).match(/^pod\/\S+/gm)).toHaveLength(4);
  });

  it('a screenful of details, one at least, and how to see the others', async () => {
    const images = ['a', 'b', 'c', 'd'].map((host) => `${host}.acme.net/shop/other:1`);
    const pods = await Promise.all(images.map((image, index) => named(`p${index}`, { ...failing, image })));
    const text = textOf(pods, { ...plain, screen: 2 });
    expect(text.match(/^pod\/\S+/gm)).toEqual(['pod/p0']);
    expect(text).toContain('\n3 more verdicts: --all-findings shows every Pod in full,');
    expect(textOf(pods, { ...plain, screen: 1000 }).match(/^pod\/\S+/gm)).toHaveLength(4);
    expect(textOf(pods, { ...plain, screen: 2, each: true }).match(/^pod\/\S+/gm)).toHaveLength(4);
  });

  it('names a Pod in a command only where Kubernetes stores the name', async () => {
    const images = ['a', 'b'].map((host) => `${host}.acme.net/shop/other:1`);
    const lines = async (name: string) =>
      textOf(await Promise.all(images.map((image) => named(name, { ...failing, image }))), {
        ...plain,
        screen: 2,
      });
    expect(await lines('web')).toMatch(/kubectl\s+pullcheck\s+pod\s+web\s+-n\s+shop\s+one/);
    for (const name of ['--server=https://evil.example', '$(reboot)', 'a;b'])
      expect(await lines(name)).not.toMatch(/kubectl\s+pullcheck\s+pod/);
    const waits = { state: { reason: 'CrashLoopBackOff' }, events: [] } as const;
    const hostile = textOf([await named('$(reboot)', waits)]);
    expect(hostile).toContain('images are fine; app waits for CrashLoopBackOff\n');
    expect(hostile).not.toContain('kubectl describe');
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
    expect(textOf(pods).match(/^pod\/\S+/gm)).toEqual(['pod/a', 'pod/b', 'pod/d', 'pod/f', 'pod/e']);
    expect(textOf(pods)).toContain('the same for pod/c, pod/g in shop');
  });

  it('one cause over namespaces and owners, whose commands are their own', async () => {
    const pods = await Promise.all([named('a', failing), named('b', { ...failing, owner: 'Deployment' })]);
    const [first, second] = pods;
    const moved = {
      ...second!,
      evidence: { ...second!.evidence, pod: { ...second!.evidence.pod, namespace: 'team' } },
    };
    const text = textOf([first!, moved]);
    expect(text).toMatch(/\n2 Pods in 2 namespaces, one cause\n/);
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
