import type { Row } from './row.ts';

/** The runtime's own socket (google.golang.org/grpc): nothing was asked of a registry. */
export const runtimeRows: readonly Row[] = [
  {
    label: 'runtime-unavailable',
    says: [
      'dial unix',
      /(?:containerd|crio|docker|cri-dockerd|dockershim)\.sock/i,
      /open \\\\\.\\pipe/i,
      'all SubConns are in TransientFailure',
      'error while dialing',
      'error reading from server',
      'transport is closing',
      'connection is closing',
      'cannot connect to the Docker daemon',
      'is the docker daemon running',
      /unknown service runtime\.v1/i,
      /unknown method \w{1,40} for service/i,
      /container runtime is (?:down|not running)/i,
      'server is not initialized yet',
      'keepalive ping failed',
      'ttrpc: closed',
      'server shutting down',
    ],
  },
  {
    label: 'volume-image-error',
    says: ['ImageVolumeMountFailed', /mount image volume/i, /image volume (?:component|mount)/i],
  },
  {
    label: 'disk-full',
    says: ['no space left on device', 'ENOSPC', 'disk quota exceeded', 'not enough space', 'disk is full'],
  },
];

/** Unpacking went wrong for a reason that no other table names: containerd, containers/storage, moby's graph drivers. */
export const unpackRows: readonly Row[] = [
  {
    label: 'layer-unpack-error',
    says: [
      /failed to (?:unpack|extract|register layer)/i,
      'extraction snapshot',
      /apply ?layer/i,
      'mount callback failed',
      'processing tar file',
      'adding layer with blob',
      /(?:insufficient|lack of) UIDs/i,
      /enough (?:unused )?IDs/i,
      'lchown',
      /snapshotter .{0,100}(?:not loaded|not found|does not exist)/i,
      'parent snapshot',
      'failed to mount',
      'read-only file system',
      /input\/output error/i,
      'committing the finished image',
      /storing (?:layer|blob|image)/i,
      /error creating (?:overlay|layer)/i,
      'unpigz',
      'failed to prepare',
    ],
  },
  {
    label: 'blob-missing-or-corrupt',
    says: ['failed commit on ref', /failed to (?:commit|verify) (?:layer|blob|content)/i, 'locked for'],
  },
];
