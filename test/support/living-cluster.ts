import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { resourceTypes } from '../../src/objects/resources.ts';
import { apiAnswer, statusOf } from './api-objects.ts';

/** One request; `watch` is set for a watch. Answering it is the fault's, where it gives true. */
export interface LivingRequest {
  readonly method: string;
  readonly url: URL;
  readonly watch: boolean;
  readonly body: Readonly<Record<string, unknown>>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export interface LivingOptions {
  /** What a kubelet does with a Pod that was created. */
  readonly kubelet?: (pod: KubeObject, cluster: LivingCluster) => void;
  /** Does something else than the right thing; true where it did. */
  readonly fault?: (request: LivingRequest, cluster: LivingCluster) => boolean;
}

/**
 * An API server over plain http whose objects change: it creates and deletes Pods and serves
 * watches.
 */
export interface LivingCluster {
  readonly url: string;
  /** `POST pods`, `WATCH events`, `DELETE pods/web`, `list pods`, in order. */
  readonly asked: readonly string[];
  readonly objects: () => readonly KubeObject[];
  /** Adds or changes an object and tells the watches. */
  readonly put: (object: KubeObject) => void;
  readonly drop: (kind: string, name: string) => void;
  /** Ends every watch; `how` is what a client sees. */
  readonly endWatches: (how: 'closed' | 'reset' | 'gone') => void;
  /** Whether watches are told of changes. */
  readonly mute: (yes: boolean) => void;
  /** Refuses connections for a while, as an API server that restarts. */
  readonly restart: (milliseconds: number) => Promise<void>;
  readonly close: () => void;
}

interface Watch {
  readonly kind: string;
  readonly matches: (object: KubeObject) => boolean;
  readonly response: ServerResponse;
}

export async function startLiving(
  initial: readonly KubeObject[],
  { kubelet = () => {}, fault = () => false }: LivingOptions = {},
): Promise<LivingCluster> {
  let objects = [...initial];
  let version = 100;
  let muted = false;
  const asked: string[] = [];
  const watches = new Set<Watch>();
  const sockets = new Set<Socket>();
  const same = (a: KubeObject, b: KubeObject) =>
    a.kind === b.kind && a.metadata.name === b.metadata.name && a.metadata.namespace === b.metadata.namespace;
  const tell = (type: string, object: KubeObject) => {
    if (muted) return;
    for (const watch of watches)
      if (watch.kind === object.kind && watch.matches(object))
        watch.response.write(`${JSON.stringify({ type, object })}\n`);
  };
  const json = (response: ServerResponse, code: number, body: object) => {
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };

  const cluster: Omit<LivingCluster, 'url'> = {
    asked,
    objects: () => objects,
    put(object) {
      version++;
      const known = objects.some((one) => same(one, object));
      objects = [...objects.filter((one) => !same(one, object)), object];
      tell(known ? 'MODIFIED' : 'ADDED', object);
    },
    drop(kind, name) {
      version++;
      const gone = objects.filter((one) => one.kind === kind && one.metadata.name === name);
      objects = objects.filter((one) => !gone.includes(one));
      for (const object of gone) tell('DELETED', object);
    },
    endWatches(how) {
      for (const { response } of watches) {
        if (how === 'gone')
          response.write(
            `${JSON.stringify({ type: 'ERROR', object: statusOf(410, 'Expired', 'too old resource version') })}\n`,
          );
        if (how === 'reset') response.socket?.destroy();
        else response.end();
      }
    },
    mute: (yes) => {
      muted = yes;
    },
    async restart(milliseconds) {
      for (const socket of sockets) socket.destroy();
      await new Promise<unknown>((resolve) => server.close(resolve));
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      await listen(port);
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://api');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = (text === '' ? {} : JSON.parse(text)) as Readonly<Record<string, unknown>>;
    const method = request.method ?? 'GET';
    const watch = url.searchParams.get('watch') === 'true';
    const right = apiAnswer(objects, request.url ?? '/');
    const [, name = ''] = right.what.split(' ');
    asked.push(watch ? `WATCH ${name}` : method === 'GET' ? right.what : `${method} ${name}`);
    if (fault({ method, url, watch, body, request, response }, living)) return;
    if (watch) return serveWatch(name, url, response);
    if (method === 'POST') return createObject(body, url, response);
    if (method === 'DELETE') return deleteObject(right.body as KubeObject, right.code, body, response);
    json(response, right.code, {
      ...right.body,
      ...(right.what.startsWith('list') && right.code === 200
        ? { metadata: { ...(right.body['metadata'] as object), resourceVersion: String(version) } }
        : {}),
    });
  }

  function serveWatch(resource: string, url: URL, response: ServerResponse) {
    const kind = resourceTypes[resource as keyof typeof resourceTypes].kind;
    const selector = new URL(url);
    selector.searchParams.delete('watch');
    const matches = (object: KubeObject) => {
      const { items } = apiAnswer([object], `${selector.pathname}${selector.search}`).body;
      return Array.isArray(items) && items.length > 0;
    };
    const watch = { kind, matches, response };
    watches.add(watch);
    response.on('close', () => watches.delete(watch));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    setTimeout(() => response.end(), Number(url.searchParams.get('timeoutSeconds')) * 1000).unref();
  }

  function createObject(body: Readonly<Record<string, unknown>>, url: URL, response: ServerResponse) {
    const metadata = body['metadata'] as KubeObject['metadata'];
    const pod: KubeObject = {
      ...body,
      metadata: {
        ...metadata,
        uid: `uid-${metadata.name}`,
        creationTimestamp: new Date().toISOString(),
      },
      status: { phase: 'Pending' },
    };
    if (url.searchParams.get('dryRun') !== 'All') {
      cluster.put(pod);
      setImmediate(() => kubelet(pod, living));
    }
    json(response, 201, pod);
  }

  function deleteObject(
    object: KubeObject,
    code: number,
    body: Readonly<Record<string, unknown>>,
    response: ServerResponse,
  ) {
    if (code !== 200) return json(response, code, object);
    const { uid } = (body['preconditions'] ?? {}) as { uid?: string };
    if (uid !== undefined && uid !== object.metadata.uid)
      return json(
        response,
        409,
        statusOf(
          409,
          'Conflict',
          `Precondition failed: UID in precondition: ${uid}, UID in object meta: other`,
        ),
      );
    cluster.drop(object.kind ?? '', object.metadata.name);
    json(response, 200, object);
  }

  let server: Server;
  let port = 0;
  const listen = async (at: number) => {
    server = createServer((request, response) => {
      response.on('error', () => undefined);
      answer(request, response).catch(() => response.destroy());
    });
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  };
  await listen(0);
  const living: LivingCluster = { ...cluster, url: `http://127.0.0.1:${port}` };
  return living;
}

/** What a kubelet says of a Pod: the states of its containers, and events about them. */
export interface KubeletWords {
  readonly states: Readonly<Record<string, object>>;
  readonly imageIDs?: Readonly<Record<string, string>>;
  readonly phase?: string;
}

/** Writes a Pod's status as its kubelet would. */
export function putStatus(cluster: LivingCluster, pod: KubeObject, words: KubeletWords): void {
  cluster.put({
    ...pod,
    status: {
      phase: words.phase ?? 'Pending',
      containerStatuses: Object.entries(words.states).map(([name, state]) => ({
        name,
        imageID: words.imageIDs?.[name] ?? '',
        state,
      })),
    },
  });
}

let events = 0;

/** Writes an event about a container of a Pod, or with `container` null about the Pod. */
export function putEvent(
  cluster: LivingCluster,
  pod: KubeObject,
  container: string | null,
  reason: string,
  message: string,
): void {
  const { namespace = 'default', name, uid } = pod.metadata;
  const now = new Date().toISOString();
  cluster.put({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { namespace, name: `${name}.${events++}` },
    involvedObject: {
      ...{ kind: 'Pod', namespace, name, uid },
      ...(container === null ? {} : { fieldPath: `spec.containers{${container}}` }),
    },
    ...{ type: reason === 'Failed' ? 'Warning' : 'Normal', reason, message, count: 1 },
    ...{ firstTimestamp: now, lastTimestamp: now },
  });
}

export const digest = `sha256:${'ab'.repeat(32)}`;

/** Every container's image is pulled, and its program is not there. */
export function pullsAll(pod: KubeObject, cluster: LivingCluster): void {
  const containers = (pod['spec'] as { containers: readonly { name: string; image: string }[] }).containers;
  for (const { name, image } of containers) {
    putEvent(cluster, pod, name, 'Pulling', `Pulling image "${image}"`);
    putEvent(
      cluster,
      pod,
      name,
      'Pulled',
      `Successfully pulled image "${image}" in 1.5s (1.6s including waiting). Image size: 5120 bytes.`,
    );
  }
  putStatus(cluster, pod, {
    phase: 'Failed',
    states: Object.fromEntries(
      containers.map(({ name }) => [name, { terminated: { reason: 'StartError', exitCode: 128 } }]),
    ),
    imageIDs: Object.fromEntries(containers.map(({ name, image }) => [name, `${image}@${digest}`])),
  });
}

/** Every container's pull fails with these words. */
export const failsAll =
  (words: string) =>
  (pod: KubeObject, cluster: LivingCluster): void => {
    const containers = (pod['spec'] as { containers: readonly { name: string; image: string }[] }).containers;
    const states = containers.map(({ name, image }) => {
      const message = `Failed to pull image "${image}": ${words}`;
      putEvent(cluster, pod, name, 'Pulling', `Pulling image "${image}"`);
      putEvent(cluster, pod, name, 'Failed', message);
      return [name, { waiting: { reason: 'ErrImagePull', message: words } }] as const;
    });
    putStatus(cluster, pod, { states: Object.fromEntries(states) });
  };
