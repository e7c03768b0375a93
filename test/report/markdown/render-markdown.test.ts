import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import { renderMarkdown } from '../../../src/report/markdown/render-markdown.ts';
import { toReport } from '../../../src/report/to-report.ts';
import { diagnosePod } from '../../support/evidence.ts';
import { hostileReport } from '../../support/hostile-report.ts';
import { blocksOf, codeBlocks, inlineKinds } from '../../support/markdown.ts';
import { login, pullSecret } from '../../support/objects.ts';
import { defaultImage, type Scene } from '../../support/scene.ts';
import { notFound, unauthorized } from '../../support/words.ts';

const says = unauthorized(defaultImage);
const mismatch: Scene = {
  says,
  secrets: { regcred: pullSecret({ 'registry.acme.io:5000': login('janedoe', 'x') }) },
};
const context = {
  version: '1.2.3',
  source: { kind: 'cluster', context: 'prod' },
  podsScanned: 9,
  connection: ['--context=prod'],
} as const;

async function reportOf(...scenes: readonly Scene[]): Promise<Report> {
  return toReport(await Promise.all(scenes.map(diagnosePod)), context);
}

const markdownOf = async (...scenes: readonly Scene[]) => renderMarkdown(await reportOf(...scenes), null);

/** The Pods of a report under other names. */
const copies = (report: Report, count: number): Report => ({
  ...report,
  pods: report.pods.flatMap((pod) =>
    Array.from({ length: count }, (_, index) => ({ ...pod, name: `${pod.name}-${index}` })),
  ),
});

describe('a failing Pod', () => {
  it('has its heading, then verdict, fix, proof, trials and the message', async () => {
    const markdown = await markdownOf({ ...mismatch, beside: { proxy: 'busybox:1' } });
    expect(blocksOf(markdown)).toEqual([
      ...['h2', 'p', 'p'],
      // the fix, what follows it, the proof
      ...['p', 'code sh', 'p', 'p', 'list 3'],
      // what was not checked, the matrix, the kubelet's message
      ...['p', 'table 1x4', 'p', 'code text'],
      ...['list 1', 'p'],
    ]);
    expect(markdown).toMatch(
      /^## pod\/web in shop\n\n\*\*no pull secret entry matches `registry\.acme\.io`\*\*\n/,
    );
    expect(markdown).toContain('rule `pull-secret-registry-mismatch` (port)\n');
    expect(codeBlocks(markdown, 'text')).toEqual([`Failed to pull image "${defaultImage}": ${says}`]);
    expect(codeBlocks(markdown, 'sh')[0]).toMatch(
      /^kubectl --context=prod create secret docker-registry regcred -n shop --docker-server=registry\.acme\.io .*\| kubectl --context=prod apply -f -$/,
    );
    expect(markdown).toContain(
      '| `regcred` | `registry.acme.io:5000` | `registry.acme.io` | port differs: none, 5000 |\n',
    );
    expect(markdown).toContain('- `proxy` `busybox:1`: pulled\n');
    expect(markdown).toContain('node worker-3, service account default\n');
  });

  it('that nothing explains says so and gives the words', async () => {
    const report = await reportOf({ says });
    const pods = report.pods.map((pod) => ({
      ...pod,
      images: pod.images.map((image) => ({ ...image, findings: [], cause: null })),
    }));
    const markdown = renderMarkdown({ ...report, pods }, null);
    expect(markdown).toContain('**the pull fails, and no rule explains it**\n');
    expect(codeBlocks(markdown, 'text')).toEqual([`Failed to pull image "${defaultImage}": ${says}`]);
    expect(codeBlocks(markdown, 'sh')).toEqual([]);
  });

  it('names what could not be read, and how to check it', async () => {
    const markdown = await markdownOf({ says, list: ['regcred'], unread: { 'secrets/regcred': 'denied' } });
    expect(markdown).toContain(
      '## Could not read (may change the verdict)\n\n- Secret shop/regcred: needs get ',
    );
    expect(codeBlocks(markdown, 'sh').at(-1)).toBe(
      'kubectl auth can-i get secrets/regcred -n shop --context=prod',
    );
  });
});

describe('lists', () => {
  it('an empty one says that there is nothing, and where', async () => {
    const empty = await reportOf();
    expect(renderMarkdown(empty, 'shop')).toBe('no pull problem in namespace shop (9 Pods scanned)\n');
    expect(renderMarkdown(empty, null)).toBe('no pull problem (9 Pods scanned)\n');
  });

  it('a sound Pod has its images and no verdict', async () => {
    expect(await markdownOf({})).toBe(
      `## pod/web in shop\n\n- \`app\` \`${defaultImage}\`: pulled\n\nnode worker-3, service account default\n`,
    );
  });

  it('several Pods begin with their causes', async () => {
    const gone = { image: 'registry.acme.io/shop/api:2', says: notFound('registry.acme.io/shop/api:2') };
    const markdown = await markdownOf(mismatch, gone);
    expect(blocksOf(markdown).slice(0, 3)).toEqual(['h1', 'table 2x3', 'h2']);
    expect(markdown).toContain('# 2 of 2 images of 2 Pods cannot be pulled\n');
    expect(markdown).toContain('| `pull-secret-registry-mismatch` | 1 | 1 |\n');
  });

  it('Pods that fail alike are told once, the largest group first, with twenty names at most', async () => {
    const report = await reportOf({ ...mismatch, owner: 'Deployment' });
    const single = await reportOf({ image: 'a/b:2', says: notFound('a/b:2') });
    const many = copies(report, 1000);
    const markdown = renderMarkdown({ ...many, pods: [...single.pods, ...many.pods] }, null);
    expect(markdown.match(/^## .*/gm)).toEqual(['## pod/web-x7k2p-0 in shop', '## pod/web in shop']);
    expect(markdown).toMatch(/\nthe same for pod\/web-x7k2p-1, .*, pod\/web-x7k2p-20 in shop and 979 more\n/);
    expect(markdown.length).toBeLessThan(10_000);
  });
});

/** The report with a calm word in place of every text of others, equal texts staying equal. */
function calmed(report: Report): Report {
  const calm = new Map<string, string>();
  const ours =
    /^(?:|[a-z]+(?:-[a-z0-9]+)*|Always|IfNotPresent|Never|pullcheck\/v1|Report|PreflightReport|docs\/.*)$/;
  const word = (text: string) => {
    if (ours.test(text)) return text;
    const index = calm.get(text) ?? `Calm${calm.size}X`;
    calm.set(text, index);
    return index;
  };
  return JSON.parse(JSON.stringify(report), (_, value) =>
    typeof value === 'string' ? word(value) : value,
  ) as Report;
}

it('hostile texts change no block and add no link, image or HTML', () => {
  fc.assert(
    fc.property(hostileReport(2), (report) => {
      const markdown = renderMarkdown(report, null);
      expect(blocksOf(markdown)).toEqual(blocksOf(renderMarkdown(calmed(report), null)));
      const foreign = ['link', 'image', 'html', 'del', 'em', 'br', 'hr', 'blockquote', 'def', 'checkbox'];
      expect(foreign.filter((kind) => inlineKinds(markdown).has(kind))).toEqual([]);
      expect(markdown).not.toMatch(/(?![\n\t])\p{Cc}/u);
    }),
    { numRuns: 300 },
  );
});
