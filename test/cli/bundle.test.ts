import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { type PodServer, startPodServer } from '../../scripts/pod-server.ts';
import type { Report } from '../../src/model/report.ts';
import { httpProxy, listen, socksProxy } from '../api-client/proxies.ts';
import { runProgram } from '../support/run-program.ts';

/**
 * The bundle leaves parts of packages out: each way to the API server has to be tried on the built
 * program, too.
 */
describe('the built program reaches the API server', () => {
  let server: PodServer;
  const told: string[] = [];
  const opened: { close(): unknown }[] = [];
  beforeAll(async () => {
    server = await startPodServer();
  });
  afterAll(() => {
    for (const one of opened) one.close();
    server.close();
  });

  const target = {
    port: () => Number(new URL(config().clusters[0].cluster.server).port),
    tell: (host: string) => void told.push(host.replace(/:\d+$/, '')),
  };
  const config = () => parse(readFileSync(server.kubeconfig, 'utf8'));

  /** The cause that a report names, by a kubeconfig with these changes. */
  async function diagnose(name: string, cluster: object, user: object = config().users[0].user) {
    const { clusters, users, ...rest } = config();
    Object.assign(clusters[0].cluster, cluster);
    const path = join(server.home, name);
    writeFileSync(path, stringify({ ...rest, clusters, users: [{ ...users[0], user }] }));
    const run = await runProgram(['pod', 'web', '-o', 'json'], {
      env: { KUBECONFIG: path, HOME: server.home },
    });
    expect([run.code, run.stderr]).toEqual([1, '']);
    return (JSON.parse(run.stdout) as Report).pods[0]?.images[0]?.cause;
  }

  it('directly', async () => expect(await diagnose('plain', {})).toBe('pull-secret-registry-mismatch'));

  it.each([
    ['http', 'localhost', () => httpProxy(target, () => {})],
    ['https', 'localhost', () => httpProxy(target, () => {}, true)],
    ['https', '127.0.0.1', () => httpProxy(target, () => {}, true)],
    ['socks5', 'localhost', () => socksProxy(target)],
  ])('through a proxy: %s at %s', async (scheme, host, open) => {
    const proxy = open();
    opened.push(proxy);
    const address = (await listen(proxy)).replace('127.0.0.1', host);
    told.length = 0;
    expect(await diagnose(scheme, { 'proxy-url': `${scheme}://${address}` })).toBe(
      'pull-secret-registry-mismatch',
    );
    expect(new Set(told)).toEqual(new Set([scheme === 'socks5' ? 'socks 127.0.0.1' : '127.0.0.1']));
  });

  it('with a credential plugin', async () => {
    const status = JSON.stringify({
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
      status: { token: 't' },
    });
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'echo',
      args: [status],
      interactiveMode: 'Never',
    };
    expect(await diagnose('plugin', {}, { exec })).toBe('pull-secret-registry-mismatch');
  });
});
