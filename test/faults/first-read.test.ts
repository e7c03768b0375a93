import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { diagnoseAgainst, runAgainst, startFaulty } from '../support/fault-run.ts';
import { loginScene } from '../support/fault-scenes.ts';
import { type Fault, faults } from '../support/faults.ts';
import { podName } from '../support/scene.ts';

const pod = podName(loginScene);
const first = `get pods/${pod}`;
const harmless = ({ as }: Fault) => as === 'harmless' || as === 'empty';

describe.concurrent('at the read of the Pod', () => {
  it.each(faults)('$name: one line and 3, or none the wiser', async (fault) => {
    const server = await startFaulty(loginScene, first, fault);
    const run = await runAgainst(server, fault, ['pod', pod, '-o', 'json']);
    server.close();
    if (harmless(fault)) {
      expect(run).toMatchObject({ code: 1, stderr: '' });
      const report = JSON.parse(run.stdout) as Report;
      expect(report.problems).toEqual([]);
      expect(report.pods[0]?.images[0]?.cause).toBe('pull-secret-missing');
      return;
    }
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toMatch(/^error: Pod web-x7k2p .*\n$/);
    expect(run.stderr.trimEnd()).toMatch(fault.says);
    expect(run.stderr).not.toMatch(/\n\s+at |s3cret|a-token|undefined|\[object/);
  });

  it.each(faults.filter((fault) => fault.only === undefined))('$name, over HTTP/2', async (fault) => {
    const server = await startFaulty(loginScene, first, fault, 'http2');
    const outcome = await diagnoseAgainst(server, loginScene, fault);
    server.close();
    if (harmless(fault)) expect(outcome).toMatchObject({ report: { problems: [] } });
    else expect(outcome).toEqual({ line: expect.stringMatching(fault.says) });
  });
});
