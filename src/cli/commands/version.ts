import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import type { Observed } from '../../model/observed.ts';
import { toJson } from '../../text/to-json.ts';
import { visible, visibleData } from '../../text/visible.ts';
import { connectionFlags, toConnectionOptions } from '../args/connection-flags.ts';
import { withoutLetters } from '../args/without-letters.ts';
import { writeOthersLine } from '../others-line.ts';
import { reasonOf } from '../run/find-object.ts';
import { writeLine } from '../write-line.ts';

export default class Version extends Command {
  static override summary = 'print the version of the program, and of the API server when it is reachable';
  static override usage = 'version [flags]';
  static override flags = {
    client: Flags.boolean({ description: 'the version of the program alone' }),
    output: Flags.option({
      char: 'o',
      description: 'form of the answer',
      options: ['text', 'json'] as const,
      default: 'text' as const,
    })(),
    ...connectionFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(withoutLetters(Version));
    const server = flags.client ? null : await ask(flags);
    const found = server?.status === 'found' ? server.value : null;
    if (flags.output === 'json') {
      const versions = { client: this.config.version, node: process.versions.node, server: found };
      process.stdout.write(toJson(visibleData(versions)));
    } else {
      process.stdout.write(`pullcheck ${this.config.version} (Node.js ${process.versions.node})\n`);
      if (found !== null) process.stdout.write(`server ${visible(found)}\n`);
    }
    // as kubectl: what the program is was told all the same
    if (server !== null && server.status !== 'found') writeLine(`server not reached: ${reasonOf(server)}`);
  }
}

async function ask(flags: Parameters<typeof toConnectionOptions>[0]): Promise<Observed<string>> {
  const [{ connect }, { serverVersion }, { ConnectionError }] = await Promise.all([
    import('../../api-client/connect.ts'),
    import('../../sources/cluster/server-version.ts'),
    import('../../api-client/kubeconfig/connection-error.ts'),
  ]);
  try {
    const connection = connect(toConnectionOptions({ 'request-timeout': '5s', ...flags }), process.env, {
      tell: writeOthersLine,
    });
    const version = await serverVersion(connection);
    await connection.close();
    return version;
  } catch (error) {
    if (error instanceof ConnectionError) return { status: 'failed', problem: error.message };
    throw error;
  }
}
