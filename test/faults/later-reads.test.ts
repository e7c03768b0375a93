import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { startApi } from '../support/api-server.ts';
import { diagnoseAgainst, runAgainst, startFaulty } from '../support/fault-run.ts';
import {
  type LaterRead,
  laterReads,
  loginScene,
  platformScene,
  servedObjects,
} from '../support/fault-scenes.ts';
import { type Fault, faults } from '../support/faults.ts';
import { podName, type Scene } from '../support/scene.ts';

const baselines = new Map<Scene, Report>();

beforeAll(async () => {
  for (const scene of [loginScene, platformScene]) {
    const server = await startApi(servedObjects(scene));
    baselines.set(scene, await diagnose(server, scene));
    server.close();
  }
});

async function diagnose(...about: Parameters<typeof diagnoseAgainst>): Promise<Report> {
  const outcome = await diagnoseAgainst(...about);
  if ('line' in outcome) throw new Error(outcome.line);
  return outcome.report;
}

/**
 * Whole report for whole evidence; otherwise the read is named, and nothing is proven that was not
 * proven with it.
 */
function expectPartial(report: Report, fault: Fault, read: LaterRead): void {
  const baseline = baselines.get(read.scene);
  // what a server says is not there is not there: another truth, and a complete one
  if (fault.as === 'empty' || (fault.as === 'absent' && read.what.startsWith('get'))) {
    expect(report.problems).toEqual([]);
    return;
  }
  if (fault.as === 'harmless') {
    expect([report.problems, report.pods]).toEqual([[], baseline?.pods]);
    return;
  }
  const [told, ...others] = report.problems.filter((problem) => read.named.test(problem.what));
  expect(others).toEqual([]);
  expect(`${told?.what} ${told?.need} ${told?.check}`).toMatch(
    fault.as === 'absent' ? /does not serve/ : fault.says,
  );
  expect(told?.check).toBe(fault.as === 'denied' ? `kubectl auth can-i ${read.check}` : null);
  expect(provenErrors(baseline)).toEqual(expect.arrayContaining([...provenErrors(report)]));
}

const provenErrors = (report: Report | undefined): readonly string[] =>
  (report?.pods ?? [])
    .flatMap((pod) => pod.images.flatMap((image) => image.findings))
    .filter((finding) => finding.severity === 'error' && finding.certainty === 'proven')
    .map((finding) => finding.rule);

describe.concurrent('at every later read', () => {
  it.each(faults)('$name: a partial report', async (fault) => {
    await Promise.all(
      laterReads.map(async (read) => {
        const server = await startFaulty(read.scene, read.what, fault);
        const report = await diagnose(server, read.scene, fault);
        expect(server.asked, 'the read is part of the diagnosis').toContain(read.what);
        server.close();
        expectPartial(report, fault, read);
      }),
    );
  });
});

/** Every fault at one read, or with FAULTS=all at each, through the program itself. */
const cells = faults.flatMap((fault, index) =>
  laterReads
    .filter((_, at) => process.env['FAULTS'] === 'all' || at === index % laterReads.length)
    .map((read) => ({ fault, read, name: `${fault.name} at ${read.what}` })),
);

describe.concurrent('the program, with a kubeconfig', () => {
  it.each(cells)('$name', async ({ fault, read }) => {
    const server = await startFaulty(read.scene, read.what, fault);
    const run = await runAgainst(server, fault, ['pod', podName(read.scene), '-o', 'json']);
    server.close();
    expect(run).toMatchObject({ code: 1, stderr: '' });
    expect(run.stdout).not.toMatch(/s3cret|a-token|c0rrect-horse/);
    const report = JSON.parse(run.stdout) as Report;
    expect(report.pods[0]?.images[0]?.status).toBe('failing');
    if (fault.as === 'harmless') expect(report.problems).toEqual([]);
    else expectPartial(report, fault, read);
  });
});
