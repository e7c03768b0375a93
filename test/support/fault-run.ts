import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/api-client/connect.ts';
import { findObject } from '../../src/cli/run/find-object.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { collectPod } from '../../src/evidence/collect-pod.ts';
import type { Report } from '../../src/model/report.ts';
import { toReport } from '../../src/report/to-report.ts';
import { liveReader } from '../../src/sources/cluster/live-reader.ts';
import { tlsFile } from '../api-client/local-server.ts';
import { type ApiServer, answerRight, type Protocol, startApi } from './api-server.ts';
import { servedObjects } from './fault-scenes.ts';
import type { Fault } from './faults.ts';
import { type Run, runProgram } from './run-program.ts';
import { namespace, podName, type Scene } from './scene.ts';

const folder = mkdtempSync(join(tmpdir(), 'pullcheck-'));
let files = 0;

/**
 * Writes a kubeconfig of one context for a server. `cluster` and `user` are what its entries hold
 * beside the server's URL.
 */
export function kubeconfigFor(
  server: string,
  cluster: object = {},
  user: object = { token: 'a-token' },
): string {
  const path = join(folder, `config-${files++}.json`);
  const trust = server.startsWith('https:') ? { 'certificate-authority': tlsFile('ca.crt') } : {};
  const config = {
    'current-context': 'x',
    clusters: [{ name: 'c', cluster: { server, ...trust, ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', namespace } }],
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

/** Serves a scene with one fault at one request: `get pods/web`, `list events`. */
export const startFaulty = (scene: Scene, what: string, fault: Fault, protocol: Protocol = 'https') =>
  startApi(
    servedObjects(scene),
    (exchange) => (exchange.right.what === what ? fault.answer : answerRight)(exchange),
    { protocol: fault.only ?? protocol },
  );

/** Long enough for a busy machine where the fault does not wait for it. */
const limitFor = (fault: Fault | null) => (fault?.waits ? '1s' : '20s');

/** Runs the program against a server, with a kubeconfig for it. */
export const runAgainst = (server: ApiServer, fault: Fault | null, args: readonly string[]): Promise<Run> =>
  runProgram([...args, `--request-timeout=${limitFor(fault)}`], {
    env: { KUBECONFIG: kubeconfigFor(server.url) },
  });

/** What came of a diagnosis: a report, or the line that says why there is none. */
export type Outcome = { readonly report: Report } | { readonly line: string };

/** Diagnoses the Pod of a scene as the command does, within this process. */
export async function diagnoseAgainst(
  server: ApiServer,
  scene: Scene,
  fault: Fault | null = null,
): Promise<Outcome> {
  const flags = {
    server: server.url,
    certificateAuthority: tlsFile('ca.crt'),
    requestTimeout: limitFor(fault),
  };
  const connection = connect(flags, { KUBECONFIG: ':' });
  try {
    const reader = liveReader(connection);
    const wanted = { resource: 'pods', kind: 'Pod', namespace, name: podName(scene) } as const;
    const sought = await findObject(reader, wanted);
    if ('unread' in sought) return { line: `${sought.unread.says} ${sought.unread.problem?.check ?? ''}` };
    const occasion = { source: 'cluster', observedAt: '2026-03-05T12:00:00Z' } as const;
    const evidence = await collectPod(reader, sought.object, occasion);
    const source = { kind: 'cluster', context: null } as const;
    const context = { version: '0', source, podsScanned: 1, connection: [] };
    return { report: toReport([diagnose(evidence)], context) };
  } finally {
    await connection.close();
  }
}
