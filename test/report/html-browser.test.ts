import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { renderHtml } from '../../src/report/html/render-html.ts';
import { toReport } from '../../src/report/to-report.ts';
import { blamed } from '../../src/report/view.ts';
import { captureNames, captureObjects, diagnoseObjects } from '../support/captures.ts';
import { login, pullSecret } from '../support/objects.ts';
import { mismatch, reportOf, says } from '../support/report-scene.ts';

const program = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find((path) => existsSync(path));
if (program === undefined)
  console.warn('-o html is not looked at in a browser: there is no chromium on PATH');

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rule = 'pull-secret-registry-mismatch';
const help = {
  repository: 'https://example.org/pullcheck',
  rules: new Map([[rule, { title: '', page: '' }]]),
};

const phone = { viewport: { width: 320, height: 640 } };
const desktop = { viewport: { width: 1280, height: 900 } };

describe.skipIf(program === undefined)('-o html in Chromium', { timeout: 180_000 }, () => {
  let browser: Browser;
  let few: string;
  let hundred: string;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: program ?? '', timeout: 180_000 });
    const long = 'a'.repeat(200);
    const report = await reportOf(
      mismatch,
      { ...mismatch, secrets: {}, list: ['gone'] },
      { ...mismatch, secrets: { regcred: pullSecret({ 'registry.acme.io': login('jane', 'x') }) } },
      {
        secrets: { regcred: pullSecret({ [`${long}.acme.io`]: login('jane', 'x') }) },
        says: `${says} ${long}`,
      },
    );
    const problems = [
      { what: 'Secret shop/regcred', need: 'get on secrets', check: 'kubectl auth can-i get secrets' },
    ];
    few = written(renderHtml({ ...report, problems }, null, help));
    hundred = written(renderHtml(await aHundredCauses(), null, help));
  }, 300_000);
  afterAll(() => browser?.close());

  /** A page that is open, with what it asked for and what its policy kept from it. */
  async function open(address: string, options: BrowserContextOptions) {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    const seen: string[] = [];
    page.on('request', (request) => seen.push(request.url()));
    page.on('console', (message) => seen.push(message.text()));
    await page.goto(address);
    return { page, seen, [Symbol.asyncDispose]: () => context.close() };
  }

  it.each([
    ['a phone', phone, 'light'],
    ['a phone', phone, 'dark'],
    ['a desktop', desktop, 'light'],
    ['a desktop', desktop, 'dark'],
  ] as const)('fits %s %j, %s: axe finds nothing, nothing is loaded', async (_, size, colorScheme) => {
    await using opened = await open(few, { ...size, colorScheme });
    const { page, seen } = opened;
    expect(await sideways(page)).toBe(0);
    expect(await violations(page)).toEqual([]);
    const paper = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(paper).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(18, 22, 28)');
    expect(seen).toEqual([few]);
  });

  it('is read without script: verdict, fix, proof and message', async () => {
    await using opened = await open(few, { ...phone, javaScriptEnabled: false });
    const main = opened.page.locator('details > div');
    const report = await reportOf(mismatch);
    const finding = report.pods.flatMap(({ images }) => images.flatMap((image) => blamed(image) ?? []))[0];
    for (const text of [finding?.what, finding?.fixes[0]?.title, finding?.unchecked[0], says]) {
      const there = main.getByText(text ?? 'no text').first();
      expect(await there.isVisible()).toBe(true);
    }
  });

  it('folds a hundred verdicts into lines; links and keys open them', async () => {
    await using opened = await open(hundred, { ...desktop, javaScriptEnabled: false });
    const { page } = opened;
    const details = page.locator('details');
    expect(await details.count()).toBeGreaterThanOrEqual(100);
    expect(await page.locator('details[open]').count()).toBe(0);
    expect(await page.locator('summary .brief').first().isVisible()).toBe(true);

    await page.keyboard.press('Tab');
    const first = page.locator('table a').first();
    expect(await focused(page)).toMatchObject({ name: 'A', outline: 'solid' });
    await page.keyboard.press('Enter');
    const target = page.locator((await first.getAttribute('href')) ?? '');
    expect(await target.isVisible()).toBe(true);
    const { y = -1, height = 0 } = (await target.locator('.verdict').first().boundingBox()) ?? {};
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y + height).toBeLessThan(desktop.viewport.height);
    expect(await page.locator('details[open]').count()).toBe(1);

    while ((await focused(page)).name !== 'SUMMARY') await page.keyboard.press('Tab');
    expect(await focused(page)).toMatchObject({ outline: 'solid' });
    const opens = await page.locator('details[open]').count();
    await page.keyboard.press('Enter');
    expect(await page.locator('details[open]').count()).not.toBe(opens);
  });

  it('prints what is folded', async () => {
    await using opened = await open(hundred, desktop);
    const { page } = opened;
    const visible = () =>
      page
        .locator('pre')
        .first()
        .evaluate((element) => element.checkVisibility());
    expect(await visible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await visible()).toBe(true);
  });

  it('a hundred verdicts, all open, stay under 2 MB, fit a phone and pass axe', async () => {
    await using opened = await open(hundred, { ...phone, colorScheme: 'dark' });
    const { page } = opened;
    expect(Buffer.byteLength(await page.content())).toBeLessThan(2_000_000);
    expect(await violations(page)).toEqual([]);
    await page.locator('details').evaluateAll((all) => {
      for (const one of all) one.setAttribute('open', '');
    });
    expect(await sideways(page)).toBe(0);
    expect(await violations(page)).toEqual([]);
  });
});

function written(html: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'pullcheck-html-')), 'report.html');
  writeFileSync(file, html);
  return pathToFileURL(file).href;
}

/** The recorded Pods, told apart as often as it takes to have a hundred causes. */
async function aHundredCauses(): Promise<Report> {
  const diagnoses = await Promise.all(captureNames.map((name) => diagnoseObjects(captureObjects(name))));
  const report = toReport(diagnoses.flat(), {
    version: '1.2.3',
    source: { kind: 'file', path: '-' },
    podsScanned: 500,
    connection: [],
  });
  const pods = [0, 1, 2, 3].flatMap((copy) =>
    report.pods.map((pod) => ({
      ...pod,
      images: pod.images.map((image) => ({
        ...image,
        findings: image.findings.map((finding) => ({ ...finding, facts: { ...finding.facts, copy } })),
      })),
    })),
  );
  return { ...report, pods };
}

/** How many pixels it scrolls sideways. */
const sideways = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate<AxeResults>('axe.run()');
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** The element that has the focus, and whether that can be seen. */
const focused = (page: Page) =>
  page.evaluate<{ readonly name: string; readonly outline: string }>(
    '({ name: document.activeElement.tagName, outline: getComputedStyle(document.activeElement).outlineStyle })',
  );
