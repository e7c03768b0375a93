import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerRight, startApi } from '../support/api-server.ts';
import { runAgainst } from '../support/fault-run.ts';
import { loginScene, servedObjects } from '../support/fault-scenes.ts';
import { type Fault, faults } from '../support/faults.ts';
import { defaultImage, podName } from '../support/scene.ts';

const manifest = join(mkdtempSync(join(tmpdir(), 'pullcheck-')), 'pod.json');
beforeAll(() =>
  writeFileSync(
    manifest,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'app', image: defaultImage }] },
    }),
  ),
);

/** A command, the reads without which it can tell nothing, and its later ones. */
interface Reads {
  readonly args: readonly string[];
  readonly first: readonly string[];
  readonly later: readonly string[];
}

const ofThePod = [
  'list events',
  'get secrets/regcred',
  'get secrets/ghost',
  'get serviceaccounts/default',
  'get replicasets/web-1',
  'get secrets/robot',
  'list secrets',
  'get secrets/team',
];

const commands: readonly Reads[] = [
  { args: ['pod', '-A'], first: ['list pods'], later: ofThePod },
  {
    args: ['deployment', 'web'],
    first: ['get deployments/web', 'list pods'],
    later: ['list replicasets', ...ofThePod],
  },
  {
    args: ['secret'],
    first: ['list secrets'],
    later: ['list pods', 'list serviceaccounts', 'get secrets/ghost'],
  },
  {
    args: ['secret', 'ghost'],
    first: ['get secrets/ghost'],
    later: ['list serviceaccounts', 'list secrets'],
  },
  {
    args: ['secret', 'regcred'],
    first: ['get secrets/regcred'],
    later: ['list pods', 'list serviceaccounts'],
  },
  { args: ['image', defaultImage], first: ['get serviceaccounts/default'], later: ['get secrets/robot'] },
  {
    args: ['manifest', '-f', manifest],
    first: ['get serviceaccounts/default'],
    later: ['get secrets/robot'],
  },
  {
    args: ['collect', 'pod', podName(loginScene)],
    first: [`get pods/${podName(loginScene)}`],
    later: [...ofThePod, 'list pods', 'get nodes/worker-3'],
  },
  { args: ['collect', 'pod', '-A'], first: ['list pods'], later: ofThePod },
];

const applied = faults.filter(({ name }) => ['403', 'cut JSON'].includes(name));
const cells = (reads: (command: Reads) => readonly string[]) =>
  commands.flatMap((command) =>
    reads(command).flatMap((what) =>
      applied.map((fault) => ({
        ...{ args: command.args, what, fault },
        name: `${command.args.slice(0, 2).join(' ')}, ${fault.name} at ${what}`,
      })),
    ),
  );

async function run(args: readonly string[], what: string, fault: Fault) {
  const server = await startApi(servedObjects(loginScene), (exchange) =>
    (exchange.right.what === what ? fault.answer : answerRight)(exchange),
  );
  const ran = await runAgainst(server, fault, [...args, '-o', 'json']);
  expect(server.asked, 'the read is one of the command').toContain(what);
  server.close();
  expect(ran.stderr).not.toMatch(/\n\s+at |a-token/);
  return ran;
}

describe.concurrent('commands without what they are about', () => {
  it.each(cells((command) => command.first))('$name: one line and 3', async ({ args, what, fault }) => {
    const ran = await run(args, what, fault);
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toMatch(/^error: .*\n$/);
    expect(ran.stderr).toMatch(fault.says);
  });
});

describe.concurrent('commands without a later read', () => {
  it.each(cells((command) => command.later))(
    '$name: a part, and what it lacks',
    async ({ args, what, fault }) => {
      const ran = await run(args, what, fault);
      const collects = args[0] === 'collect';
      // nothing of a template can be told without the secrets that its Pods would have
      const judgesNothing = ['image', 'manifest'].includes(args[0] ?? '');
      expect(ran.code === 3, ran.stderr).toBe(judgesNothing);
      const output = JSON.parse(ran.stdout) as {
        problems?: { what: string; need: string; check: string | null }[];
      };
      if (collects) {
        expect(ran.stderr).toMatch(/^not collected: .*\n$/);
        return;
      }
      expect(ran.stderr).toBe('');
      expect(output.problems).toHaveLength(1);
      const [told] = output.problems ?? [];
      expect(`${told?.what} ${told?.check}`).toMatch(fault.says);
    },
  );
});

describe('version', () => {
  it.each(
    faults.filter(
      (fault) =>
        fault.as === 'failed' && fault.only === undefined && !/an empty object|kind|Status/.test(fault.name),
    ),
  )('tells its own and why there is no other: $name', async (fault) => {
    const server = await startApi([], fault.answer);
    const ran = await runAgainst(server, fault, ['version']);
    server.close();
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^pullcheck \S+ \(Node\.js \S+\)\n$/);
    expect(ran.stderr).toMatch(/^server not reached: .*\n$/);
  });
});
