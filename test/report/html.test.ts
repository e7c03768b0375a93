import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { renderHtml } from '../../src/report/html/render-html.ts';
import { blamed, fails } from '../../src/report/view.ts';
import { visible } from '../../src/text/visible.ts';
import { hostileReport } from '../support/hostile-report.ts';
import { login, pullSecret } from '../support/objects.ts';
import { readPage } from '../support/page.ts';
import { mismatch, reportOf, says } from '../support/report-scene.ts';

const help = {
  repository: 'https://example.org/pullcheck',
  rules: new Map([['pull-secret-registry-mismatch', { title: 'a mismatch', page: '# Page' }]]),
};
const pageOf = (report: Report) => readPage(renderHtml(report, null, help));
const named = (report: Report, name: string) => pageOf(report).elements.filter((one) => one.name === name);

const known = new Set(
  'html head meta title style body main h1 h2 h3 p details summary div table thead tbody tr th td a code pre ol ul li dl dt dd span br'.split(
    ' ',
  ),
);

describe('renderHtml', () => {
  it('tells the verdict, the fix, the proof and the whole message', async () => {
    const report = await reportOf(mismatch);
    const [image] = report.pods.flatMap((pod) => pod.images);
    const finding = image === undefined ? undefined : blamed(image);
    const [body] = named(report, 'main');
    expect(finding?.fixes.length).toBeGreaterThan(0);
    for (const text of [
      finding?.what,
      ...(finding?.fixes.flatMap(({ title, command }) => [title, command ?? title]) ?? []),
      ...(finding?.unchecked ?? []),
      says,
    ])
      expect(body?.text).toContain(text);
  });

  it('draws the way from the Pod to the registry, with the entry and where it breaks', async () => {
    const [way] = named(await reportOf(mismatch), 'ol');
    const text = way?.text.replaceAll(/\s+/g, ' ') ?? '';
    expect(text).toMatch(/Pod web.*ServiceAccount default.*regcred.*registry\.acme\.io:5000.*port differs/);
    expect(text).toMatch(/registry registry\.acme\.io ?no credential would be sent/);
    const [good] = named(
      await reportOf({
        ...mismatch,
        secrets: { regcred: pullSecret({ 'registry.acme.io': login('jane', 'x') }) },
      }),
      'ol',
    );
    expect(good?.text).toContain('matches');
    expect(good?.text).toContain('1 credential would be sent');
  });

  it('allows its own style and nothing else', async () => {
    const { elements } = pageOf(await reportOf(mismatch, mismatch));
    const policy = elements.find(({ attributes }) => attributes.has('http-equiv'))?.attributes.get('content');
    const style = elements.find(({ name }) => name === 'style')?.text ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(style).not.toMatch(/url\(|@import/);
  });

  it('links every cause to its example', async () => {
    const report = await reportOf(mismatch, { ...mismatch, secrets: {}, list: ['gone'] });
    const { elements } = pageOf(report);
    const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
    const links = elements.flatMap(({ attributes }) => attributes.get('href') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(links.filter((link) => link.startsWith('#')).length).toBe(report.summary.causes.length);
    expect(links).toContain(
      'https://example.org/pullcheck/blob/main/docs/rules/pull-secret-registry-mismatch.md',
    );
    for (const link of links)
      expect(link.startsWith('#') ? ids.includes(link.slice(1)) : link.startsWith('https://')).toBe(true);
  });

  it('says that nothing fails in one sentence', async () => {
    expect(named(await reportOf(), 'h1')[0]?.text).toBe('no pull problem (7 Pods scanned)');
  });

  it('stays under 2 MB over a hundred causes and ten thousand Pods', async () => {
    const report = await reportOf(mismatch);
    const pods = Array.from({ length: 10_000 }, (_, at) =>
      report.pods.map((pod) => ({
        ...pod,
        name: `web-${at}`,
        images: pod.images.map((image) => ({
          ...image,
          findings: image.findings.map((finding) => ({ ...finding, facts: { at: at % 1000 } })),
        })),
      })),
    ).flat();
    const page = renderHtml({ ...report, pods }, null);
    expect(page.length).toBeLessThan(2_000_000);
    expect(page).toContain('800 more verdicts are left out');
  });

  it('is proper HTML of known elements, whatever the texts are, and shows all of them', () => {
    fc.assert(
      fc.property(hostileReport(2), (report) => {
        const { elements, errors } = pageOf(report);
        expect(errors).toEqual([]);
        expect(elements.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
        expect(elements.filter(({ name }) => name === 'style')).toHaveLength(1);
        for (const { name, attributes } of elements)
          for (const attribute of attributes.keys())
            expect(`${name} ${attribute}`).toMatch(
              /^(?:html lang|meta (?:charset|name|content|http-equiv)|\w+ (?:class|id|aria-label)|details open|a (?:href|rel)|th scope)$/,
            );
        const text = elements.find(({ name }) => name === 'main')?.text ?? '';
        for (const image of report.pods.flatMap((pod) => pod.images).filter(fails))
          expect(text).toContain(visible(image.image));
      }),
    );
  });
});
