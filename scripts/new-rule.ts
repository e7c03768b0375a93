import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stages } from '../src/model/finding.ts';

/** `npm run new-rule -- ID STAGE` writes the three hand-written files of a rule from templates. */
const [id = '', stage = ''] = process.argv.slice(2);
const known: readonly string[] = stages;
if (!/^[a-z]+(-[a-z]+)+$/.test(id) || !known.includes(stage)) {
  console.error(`usage: npm run new-rule -- some-bad-state ${stages.join('|')}`);
  process.exit(2);
}

const rule = `import { defineRule } from './define-rule.ts';
import { loginErrors } from './shared/labels.ts';
import { kubeletSays, podSource } from './shared/sources.ts';

export default defineRule({
  id: '${id}',
  stage: '${stage}',
  title: '',
  explains: loginErrors,
  proof: [{ on: ['words'], since: '' }],
  detect(pull) {
    if (pull.failure === null) return null;
    return {
      certainty: 'proven',
      unchecked: [],
      what: '',
      why: [{ source: podSource(pull), says: '' }, ...kubeletSays(pull)],
      fixes: [],
      facts: {},
    };
  },
});
`;

const test = `import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { expectHealthy, expectUnproven, findingOf } from '../support/expectations.ts';
import type { Scene } from '../support/scene.ts';

const rule = '${id}';
const scene: Scene = {};

describe(rule, () => {
  it('fires', async () => {
    const finding = findingOf(await diagnoseImage(scene), rule);
    expect([finding.what, finding.certainty]).toEqual([expect.stringMatching(/./), 'proven']);
  });

  it('is silent on the healthy twin', async () => {
    const { says: _, ...healthy } = scene;
    await expectHealthy(healthy, rule);
  });

  it('proves nothing while its evidence may not be read', async () => {
    await expectUnproven({ ...scene, unread: { events: 'denied' } }, rule);
  });
});
`;

const page = `# ${id}

One sentence: the state.

## What it means

## Why it happens

## How to fix

## How pullcheck knows

## When it stays silent
`;

const files = {
  [`src/rules/${id}.ts`]: rule,
  [`test/rules/${id}.test.ts`]: test,
  [`docs/rules/${id}.md`]: page,
};
const root = join(import.meta.dirname, '..');
const taken = await Promise.all(
  Object.keys(files).map((path) =>
    access(join(root, path)).then(
      () => path,
      () => null,
    ),
  ),
);
if (taken.some((path) => path !== null)) {
  console.error(`${taken.filter((path) => path !== null).join(', ')}: there already`);
  process.exit(2);
}
for (const [path, content] of Object.entries(files)) await writeFile(join(root, path), content);
console.log(`wrote ${Object.keys(files).join(', ')}; now run npm run generate`);
