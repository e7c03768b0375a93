import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { text as allText } from 'node:stream/consumers';
import type { Env } from '../api-client/kubeconfig/connection-options.ts';
import { nodeEntries } from '../kubelet/credentials/node-entries.ts';
import { jsonObject } from '../kubelet/credentials/token-times.ts';
import type { AuthEntry } from '../model/pull-secret.ts';
import { seal } from '../model/sealed.ts';

/** The login that this machine's docker has for a registry; null where it has none. */
export type MachineLogins = (registry: string) => Promise<AuthEntry | null>;

const patience = 10_000;

/**
 * Reads docker's config.json: `auths`, `credHelpers` and `credsStore` (docker/cli,
 * cli/config/configfile). `file` undefined: the one that docker reads. An unreadable file, or one
 * that is no docker config, throws with a message that quotes nothing of it.
 */
export async function readMachineLogins(file: string | undefined, env: Env): Promise<MachineLogins> {
  const path = file ?? join(env['DOCKER_CONFIG'] || join(homedir(), '.docker'), 'config.json');
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path} cannot be read (${error.code})`);
  });
  const root = jsonObject(bytes.toString());
  if (root === null) throw new Error(`${path} is no docker config`);
  const entries = entriesOf(bytes.toString());
  const helpers = (root['credHelpers'] ?? {}) as Record<string, unknown>;
  const store = typeof root['credsStore'] === 'string' ? root['credsStore'] : null;
  return async (registry) => {
    const keys =
      registry === 'docker.io' ? ['https://index.docker.io/v1/', 'index.docker.io', 'docker.io'] : [registry];
    for (const key of keys) {
      const helper = typeof helpers[key] === 'string' ? helpers[key] : store;
      const held = helper === null ? null : await fromHelper(helper, key, env);
      if (held !== null) return held;
      const entry = entries.find(({ location }) => bare(location) === bare(key));
      if (entry !== undefined && entry.facts.passwordLength > 0) return entry;
    }
    return null;
  };
}

const bare = (location: string) => location.replace(/^https?:\/\//, '').replace(/\/(?:v[12]\/?)?$/, '');

/**
 * Runs `docker-credential-NAME get`, which reads the registry from its input. A helper that fails
 * has no login.
 */
async function fromHelper(name: string, registry: string, env: Env): Promise<AuthEntry | null> {
  if (!/^[\w.-]+$/.test(name)) return null;
  const child = spawn(`docker-credential-${name}`, ['get'], {
    env: { ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
    signal: AbortSignal.timeout(patience),
  });
  const failed = new Promise<null>((resolve) => child.on('error', () => resolve(null)));
  child.stdin.on('error', () => undefined);
  child.stdin.end(registry);
  const answer = await Promise.race([allText(child.stdout), failed]).catch(() => null);
  return answer === null ? null : entryOf(registry, answer);
}

function entryOf(registry: string, answer: string): AuthEntry | null {
  try {
    const { Username: username, Secret: password } = JSON.parse(answer) as Record<string, unknown>;
    // `<token>`: an identity token, which no kubelet sends
    if (typeof username !== 'string' || typeof password !== 'string' || username === '<token>') return null;
    return entriesOf(JSON.stringify({ auths: { [registry]: { username, password } } }))[0] ?? null;
  } catch {
    return null;
  }
}

/** The entries of a docker config: those of a node's config.json are read alike. */
const entriesOf = (config: string): readonly AuthEntry[] =>
  nodeEntries(seal(config)).map(({ entry }) => entry);
