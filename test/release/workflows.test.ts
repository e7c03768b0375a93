import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../scripts/release/settings.ts';
import { targets } from '../../scripts/release/targets.ts';

interface Workflow {
  readonly permissions?: Record<string, string>;
  readonly jobs: Record<string, Job>;
}
interface Job {
  readonly steps: readonly { uses?: string; run?: string }[];
  readonly strategy?: { matrix: { include?: readonly { platform: string }[] } };
}

const folder = join(root, '.github/workflows');
const read = (file: string) => parse(readFileSync(join(folder, file), 'utf8')) as Workflow;
const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };

describe.each(readdirSync(folder))('%s', (file) => {
  const workflow = read(file);

  it('pins every action by its commit', () => {
    for (const { uses } of stepsOf(workflow))
      if (uses !== undefined) expect(uses).toMatch(/^(?:\.\/|[\w/-]+@[0-9a-f]{40})$/);
  });

  it('may only read, but where a job says more', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  it('runs only scripts that package.json has', () => {
    const named = stepsOf(workflow).flatMap(({ run = '' }) =>
      [...run.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name),
    );
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
});

it('the release workflow runs every archive that is built', () => {
  const platforms = read('release.yml').jobs['smoke']?.strategy?.matrix.include?.map(
    ({ platform }) => platform,
  );
  expect(platforms?.toSorted()).toEqual(targets.map(({ os, arch }) => `${os}_${arch}`).toSorted());
});
