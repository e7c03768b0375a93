import { Parser } from '@oclif/core';
import { describe, expect, it } from 'vitest';
import { objectUrl } from '../../src/api-client/api-paths.ts';
import { connect } from '../../src/api-client/connect.ts';
import { toConnectionOptions } from '../../src/cli/args/connection-flags.ts';
import { toRequest } from '../../src/cli/args/to-command.ts';
import Pod from '../../src/cli/commands/pod.ts';
import { hasKubectl, kubectl } from './kubectl.ts';
import { commonFiles } from './rows/common-files.ts';
import { impersonationRows } from './rows/impersonation.ts';
import { kubeconfigFilesRows } from './rows/kubeconfig-files.ts';
import { kubeconfigTextRows } from './rows/kubeconfig-text.ts';
import { loginRows } from './rows/login.ts';
import { oidcRows } from './rows/oidc.ts';
import { pluginRows } from './rows/plugin.ts';
import { proxyRows } from './rows/proxy.ts';
import type { Row } from './rows/row.ts';
import { serverRows } from './rows/server.ts';
import { targetRows } from './rows/target.ts';
import { tlsRows } from './rows/tls.ts';
import { openWorld, type World } from './world.ts';

const rows = [
  ...targetRows,
  ...serverRows,
  ...tlsRows,
  ...loginRows,
  ...pluginRows,
  ...oidcRows,
  ...impersonationRows,
  ...proxyRows,
  ...kubeconfigFilesRows,
  ...kubeconfigTextRows,
];

/** Reads Pod web as the command line does; the words of what went wrong, null when nothing did. */
async function ask(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string | null> {
  try {
    const request = await toRequest(['pod', 'web', ...args]);
    const words = request.kind === 'run' ? [...request.argv] : [];
    const { flags } = await Parser.parse(words, { flags: Pod.flags, args: Pod.args, strict: false });
    const connection = connect(toConnectionOptions(flags), env, { serviceAccountFolder: '/nowhere' });
    const url = objectUrl(connection.server, 'pods', connection.namespace, 'web');
    const answer = await connection.request({ method: 'GET', url });
    await connection.close();
    return answer.kind === 'failure' ? answer.problem : null;
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown error';
  }
}

function commandLine({ args = '', env = {} }: Row, world: World) {
  const filled = Object.entries(env).map(([name, value]) => [name, world.fill(value)]);
  return {
    args: args
      .split(' ')
      .filter((word) => word !== '')
      .map(world.fill),
    env: {
      KUBECONFIG: world.fill('DIR/config'),
      HOME: world.fill('DIR/home'),
      PATH: process.env['PATH'] ?? '',
      ...Object.fromEntries(filled),
    },
  };
}

// names that do not resolve may take a while
const patience = { timeout: 30_000 };

describe('as kubectl', patience, () => {
  it.concurrent.each(rows.filter((row) => hasKubectl || !row.needsKubectl))('$what', async (row) => {
    const world = await openWorld({ ...commonFiles, ...row.files });
    try {
      const { args, env } = commandLine(row, world);
      const problem = await ask(args, env);
      expect([problem, ...world.seen()]).toEqual([
        row.refuses === undefined ? null : expect.stringMatching(row.refuses),
        ...(row.sees === undefined ? [] : [row.sees]),
      ]);
    } finally {
      world.close();
    }
  });
});

describe.skipIf(!hasKubectl)('kubectl itself', patience, () => {
  it.concurrent.each(rows)('$what', async (row) => {
    const world = await openWorld({ ...commonFiles, ...row.files });
    try {
      const { args, env } = commandLine(row, world);
      const answer = await kubectl(['get', 'pod', 'web', '-o', 'name', ...args], env);
      const allowed = [row.sees ?? null, ...(row.kubectl === undefined ? [] : [row.kubectl.sees])];
      expect(allowed.map((sees) => (sees === null ? [null] : ['pod/web\n', sees]))).toContainEqual([
        answer,
        ...world.seen(),
      ]);
    } finally {
      world.close();
    }
  });
});
