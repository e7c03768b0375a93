import type { Connection } from '../../api-client/connect.ts';
import { NoClusterError } from '../../api-client/kubeconfig/connection-error.ts';
import type { Observation } from '../../evidence/collect-pod.ts';
import type { PodEvidence } from '../../model/evidence.ts';
import type { NodeConfig } from '../../model/node-config.ts';
import { failed } from '../../model/observed.ts';
import type { ProbeResults } from '../../model/probe.ts';
import type { ReportSource } from '../../model/report.ts';
import type { ObjectReader } from '../../objects/object-reader.ts';
import { cachingReader } from '../../sources/caching-reader.ts';
import type { Chunks } from '../../sources/files/byte-stream.ts';
import { UsageError } from '../args/argv.ts';
import { type ConnectionFlagValues, toConnectionOptions } from '../args/connection-flags.ts';
import { writeOthersLine } from '../others-line.ts';

/**
 * Where the evidence comes from. `namespace` is the effective one; null offline without `-n`, where
 * every namespace of the file counts.
 */
export interface EvidenceSource {
  readonly reader: ObjectReader;
  readonly namespace: string | null;
  readonly occasion: Observation;
  readonly source: ReportSource;
  /** Null for files. */
  readonly connection: Connection | null;
  /**
   * The evidence with what the registries answer, where `--probe` asks them, or answered, where a
   * collected file holds that.
   */
  readonly probed: (evidence: PodEvidence) => Promise<PodEvidence>;
  /** `probed` sends requests. */
  readonly asksRegistries?: boolean;
  /**
   * What the registries answer does not hang on the Pods' logins: this machine's are sent in their
   * place, or none.
   */
  readonly otherLogins?: boolean;
  close(): Promise<void>;
}

/**
 * Opens the files that `--from` names, or a connection as kubectl would make it. Each way loads its
 * own modules alone. `withoutCluster`: where none is configured, every read fails in place of the
 * whole. `stdin` is what `-` reads.
 */
export async function openSource(
  from: string | undefined,
  flags: ConnectionFlagValues & { readonly 'node-config'?: boolean | undefined },
  log: (line: string) => void,
  withoutCluster = false,
  stdin: Chunks = process.stdin,
): Promise<EvidenceSource> {
  const now = new Date().toISOString();
  if (from === '') throw new UsageError('--from names no file');
  if (from !== undefined) {
    const [{ readInput }, { withPodsOfEvents }, { offlineReader }, { recordedAt }] = await Promise.all([
      import('../../sources/files/read-input.ts'),
      import('../../sources/files/pods-of-events.ts'),
      import('../../sources/files/offline-reader.ts'),
      import('../../sources/files/recorded-at.ts'),
    ]);
    const { recordedProbes } = await import('../../sources/collection/probes.ts');
    const objects = withPodsOfEvents(await readInput(from, stdin));
    const recorded = recordedProbes(objects);
    return {
      reader: cachingReader(offlineReader(objects)),
      // an empty one is none, as for kubectl
      namespace: typeof flags.namespace === 'string' ? flags.namespace || null : null,
      occasion: { source: 'file', observedAt: recordedAt(objects, now) },
      source: { kind: 'file', path: from },
      probed: async (evidence) => withRecorded(evidence, recorded),
      connection: null,
      close: async () => {},
    };
  }
  const [{ connect }, { liveReader }] = await Promise.all([
    import('../../api-client/connect.ts'),
    import('../../sources/cluster/live-reader.ts'),
  ]);
  let connection: Connection;
  try {
    connection = connect(toConnectionOptions(flags), process.env, { log, tell: writeOthersLine });
  } catch (error) {
    if (!withoutCluster || !(error instanceof NoClusterError)) throw error;
    return {
      reader: readerOfNothing(error.message),
      namespace: (typeof flags.namespace === 'string' && flags.namespace) || 'default',
      occasion: { source: 'cluster', observedAt: now },
      source: { kind: 'cluster', context: null },
      probed: async (evidence) => evidence,
      connection: null,
      close: async () => {},
    };
  }
  return {
    reader: cachingReader(withNodeConfig(liveReader(connection), connection, flags['node-config'] === true)),
    namespace: connection.namespace,
    occasion: { source: 'cluster', observedAt: now },
    source: { kind: 'cluster', context: connection.context },
    probed: async (evidence) => evidence,
    connection,
    close: () => connection.close(),
  };
}

/** Where no cluster is configured: `why` is the answer to every read. */
function readerOfNothing(why: string): ObjectReader {
  const nothing = failed(why);
  return {
    get: async () => nothing,
    list: async () => nothing,
    async *pages() {
      yield nothing;
    },
  };
}

/** `recorded` by the place of a Pod. */
function withRecorded(evidence: PodEvidence, recorded: ReadonlyMap<string, ProbeResults>): PodEvidence {
  const probes = recorded.get(`${evidence.pod.namespace}/${evidence.pod.name}`);
  return probes === undefined ? evidence : { ...evidence, probes };
}

/** Asks each kubelet once. */
function withNodeConfig(reader: ObjectReader, connection: Connection, wanted: boolean): ObjectReader {
  if (!wanted) return reader;
  const known = new Map<string, Promise<NodeConfig>>();
  return {
    ...reader,
    nodeConfig(node) {
      const config =
        known.get(node) ??
        import('../../sources/cluster/read-node-config.ts').then(({ readNodeConfig }) =>
          readNodeConfig(connection, node),
        );
      known.set(node, config);
      return config;
    },
  };
}
