import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { stages } from '../../src/model/finding.ts';
import { pullErrorLabels } from '../../src/model/pull-error.ts';
import type { SecretReading } from '../../src/model/pull-secret.ts';
import { rules } from '../../src/rules/index.ts';
import { corpus } from '../support/corpus.ts';

const programs = new Set(['kubectl', 'skopeo', 'kind', 'k3d', 'minikube', 'docker', 'nerdctl', 'microk8s']);

describe('every rule', () => {
  const ids = rules.map((rule) => rule.id);

  it('has an id of its own, in kebab case', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(?:-[a-z]+)*$/.test(id))).toEqual([]);
  });

  it.each(rules)(
    '$id names a stage, rules and labels that exist',
    ({ id, stage, refines, explains, title }) => {
      expect(stages).toContain(stage);
      expect(ids).toEqual(expect.arrayContaining([...refines]));
      expect(refines).not.toContain(id);
      expect(pullErrorLabels).toEqual(expect.arrayContaining([...explains]));
      expect(title).toMatch(/^[a-zA-Z].{5,70}[^.]$/);
    },
  );

  it.each(rules)('$id has a page', ({ id }) => {
    const page = new URL(`../../docs/rules/${id}.md`, import.meta.url);
    expect(existsSync(page), `docs/rules/${id}.md`).toBe(true);
    const headings = [...readFileSync(page, 'utf8').matchAll(/^## .*$/gm)].map(([heading]) => heading);
    expect(headings).toEqual([
      '## What it means',
      '## Why it happens',
      '## How to fix',
      '## How pullcheck knows',
      '## When it stays silent',
    ]);
  });
});

const samples = await corpus();
const images = samples.flatMap((sample) => sample.diagnosis.images.map((image) => ({ ...sample, image })));
const said = images.flatMap((sample) => sample.image.findings.map((finding) => ({ ...sample, finding })));

/**
 * The samples whose finding breaks a rule of the house, each once by its rule and the words at
 * fault.
 */
const breaches = (fault: (finding: Finding, readings: readonly SecretReading[]) => string | null) => {
  const found = said.flatMap(({ name, finding, image }) => {
    const words = fault(finding, image.simulation.readings);
    return words === null ? [] : [[`${finding.rule}: ${words}`, name] as const];
  });
  return [...new Map(found)].map(([words, name]) => `${words} (${name})`);
};

const banned =
  /did you mean|please|\boops\b|should work|\bsimply\b|make sure|\billegal\b|unknown error|!|\banew\b|write the entry|kubelet's words|image text|bear out|would send nothing|before any pull|(?<![\w./-])(?:I|we|our|my)(?![\w./-])/i;

describe('every finding of the corpus', () => {
  it('and every rule has one', () => {
    const silent = rules
      .map((rule) => rule.id)
      .filter((id) => !said.some(({ finding }) => finding.rule === id));
    expect(silent).toEqual([]);
  });

  it('says what in one short sentence', () => {
    const form = /^[a-z`][^\n?]{9,139}(?<![.?])$/;
    expect(breaches(({ what }) => (form.test(what) ? null : `${what.length} characters: ${what}`))).toEqual(
      [],
    );
  });

  it('says where each observation was made', () => {
    expect(
      breaches(({ why }) => {
        const bad = why.find(({ source, says }) => source.trim() === '' || says.trim() === '');
        return why.length === 0 || bad !== undefined ? JSON.stringify(why) : null;
      }),
    ).toEqual([]);
  });

  it('says of an inference what could defeat it, and never says nothing', () => {
    expect(
      breaches(({ certainty, unchecked }) =>
        (certainty === 'likely' && unchecked.length === 0) || unchecked.some((one) => one.trim() === '')
          ? certainty
          : null,
      ),
    ).toEqual([]);
  });

  it('keeps to the wording guide outside quotes of the kubelet', () => {
    expect(
      breaches((finding, readings) => {
        const own = [
          finding.what,
          ...finding.why.filter((why) => why.source !== 'kubelet').map((why) => why.says),
          ...finding.unchecked,
          ...finding.fixes.flatMap((fix) => [fix.title, fix.after]),
        ].join('\n');
        const quotes = readings.flatMap((reading) => (reading.kind === 'undecodable' ? [reading.text] : []));
        return banned.exec(quotes.reduce((text, quote) => text.replaceAll(quote, ''), own))?.[0] ?? null;
      }),
    ).toEqual([]);
  });

  it('has facts that survive JSON', () => {
    expect(said.length).toBeGreaterThan(1000);
    for (const { finding } of said) expect(JSON.parse(JSON.stringify(finding.facts))).toEqual(finding.facts);
  });

  it('gives commands for kubectl, for a look at a registry or to load an image, without a hole in them', () => {
    expect(
      breaches(({ fixes }) => {
        for (const [program, ...words] of fixes.flatMap((fix) => fix.pipeline)) {
          const texts = words.map((word) =>
            typeof word === 'string' ? word : /^[A-Z_]+$/.test(word.fillIn) ? word.prefix : '',
          );
          const hole = texts.find((text) => text === '' || /undefined|\[object/.test(text));
          if (!programs.has(program as string) || hole !== undefined)
            return JSON.stringify([program, ...words]);
        }
        return fixes.some(
          (fix) => fix.title === '' || (fix.effect === 'none') !== (fix.pipeline.length === 0),
        )
          ? JSON.stringify(fixes)
          : null;
      }),
    ).toEqual([]);
  });

  it('discloses nothing of any secret', () => {
    const leaks = said.filter(({ finding, hidden }) => {
      const text = JSON.stringify(finding);
      return hidden.some(
        (value) => text.includes(value) || text.includes(JSON.stringify(value).slice(1, -1)),
      );
    });
    expect(samples.some(({ hidden }) => hidden.length > 3)).toBe(true);
    expect(leaks.map(({ name, finding }) => `${finding.rule} (${name})`)).toEqual([]);
  });

  it('is no error on an image that does not fail', () => {
    const wrong = said.filter(
      ({ diagnosis, image, finding }) =>
        !diagnosis.preflight && image.status !== 'failing' && finding.severity === 'error',
    );
    expect(wrong.map(({ name, finding }) => `${finding.rule} (${name})`)).toEqual([]);
    expect(images.filter(({ image }) => image.status !== 'failing' && image.cause !== null)).toEqual([]);
    expect(images.filter(({ image }) => image.status !== 'failing').length).toBeGreaterThan(50);
  });

  it('calls nothing absent that was denied', () => {
    const closed = said.filter(({ name }) => name.endsWith('with a denied secret'));
    const wrong = closed.filter(
      ({ finding }) => finding.rule === 'pull-secret-missing' || /does not exist/.test(finding.what),
    );
    expect(closed.length).toBeGreaterThan(100);
    expect(wrong.map(({ name, finding }) => `${finding.rule} (${name})`)).toEqual([]);
  });
});
