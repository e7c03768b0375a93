import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { statusOf } from '../support/api-objects.ts';
import { kubeconfigFor } from '../support/fault-run.ts';
import { servedObjects } from '../support/fault-scenes.ts';
import { type LivingCluster, startLiving } from '../support/living-cluster.ts';
import { runProgram } from '../support/run-program.ts';
import type { Scene } from '../support/scene.ts';
import { noBasicAuth } from '../support/words.ts';

const ecr = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/api:1.4';
const scene: Scene = {
  image: ecr,
  says: noBasicAuth(ecr),
  machine: { providerID: 'aws:///eu-central-1a/i-0abc' },
};

const clusters: LivingCluster[] = [];
afterEach(() => {
  for (const cluster of clusters.splice(0)) cluster.close();
});

/** An API server that passes the pages of a kubelet on; null: it forbids them. */
async function start(flagz: string | null) {
  const asked: string[] = [];
  const cluster = await startLiving(servedObjects(scene), {
    fault: ({ url, request, response }) => {
      const page = /^\/api\/v1\/nodes\/worker-3\/proxy\/(configz|flagz)$/.exec(url.pathname)?.[1];
      if (page === undefined) return false;
      asked.push(page);
      const json = String(request.headers.accept).startsWith('application/json');
      if (flagz === null) {
        response.writeHead(403, { 'content-type': 'application/json' });
        response.end(JSON.stringify(statusOf(403, 'Forbidden', 'nodes "worker-3" is forbidden')));
      } else if (page === 'flagz' && json) {
        response.writeHead(406);
        response.end();
      } else {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(
          page === 'flagz' ? flagz : JSON.stringify({ kubeletconfig: { serializeImagePulls: true } }),
        );
      }
      return true;
    },
  });
  clusters.push(cluster);
  return { cluster, asked };
}

const run = async ({ url }: LivingCluster, ...args: readonly string[]) => {
  const env = { KUBECONFIG: kubeconfigFor(url) };
  const { code, stdout, stderr } = await runProgram(['pod', 'web', '-o', 'json', ...args], { env });
  return { code, stderr, report: JSON.parse(stdout) as Report };
};

describe('--node-config', () => {
  it('asks no kubelet unless it is given', async () => {
    const { cluster, asked } = await start('config: x\n');
    const { report } = await run(cluster);
    expect(asked).toEqual([]);
    expect(report.pods[0]?.images[0]?.cause).toBe('node-identity-lacks-access');
  });

  it('tells that a kubelet has no credential provider plugin', async () => {
    const { cluster, asked } = await start('kubelet flagz\nconfig: x\n');
    const { code, report } = await run(cluster, '--node-config');
    expect(asked.sort()).toEqual(['configz', 'flagz', 'flagz']);
    expect(report.pods[0]?.images[0]?.findings[0]?.what).toContain('has no credential provider plugin');
    expect([code, report.problems]).toEqual([1, []]);
  });

  it('denied is one line, and the rest is told all the same', async () => {
    const { cluster } = await start(null);
    const { code, stderr, report } = await run(cluster, '--node-config');
    expect(report.problems).toEqual([
      {
        what: 'settings of the kubelet of worker-3',
        need: 'get nodes/proxy/worker-3',
        check: 'kubectl auth can-i get nodes/worker-3 --subresource=proxy',
      },
    ]);
    expect([code, stderr, report.pods[0]?.images[0]?.cause]).toEqual([1, '', 'node-identity-lacks-access']);
  });
});
