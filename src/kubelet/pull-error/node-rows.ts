import type { Row } from './row.ts';

/** The runtime's own socket (google.golang.org/grpc): nothing was asked of a registry. */
export const runtimeRows: readonly Row[] = [
  {
    label: 'runtime-unavailable',
    says: [
      /dial unix/i,
      /(?:containerd|crio|docker|cri-dockerd|dockershim)\.sock/i,
      /open \\\\\.\\pipe/i,
      /all SubConns are in TransientFailure/i,
      /error while dialing/i,
      /error reading from server/i,
      /transport is closing/i,
      /connection is closing/i,
      /cannot connect to the Docker daemon/i,
      /is the docker daemon running/i,
      /unknown service runtime\.v1/i,
      /unknown method \w{1,40} for service/i,
      /container runtime is (?:down|not running)/i,
      /server is not initialized yet/i,
      /keepalive ping failed/i,
      /ttrpc: closed/i,
      /server shutting down/i,
    ],
  },
  {
    label: 'volume-image-error',
    says: [/ImageVolumeMountFailed/i, /mount image volume/i, /image volume (?:component|mount)/i],
  },
  {
    label: 'disk-full',
    says: [
      /no space left on device/i,
      /ENOSPC/i,
      /disk quota exceeded/i,
      /not enough space/i,
      /disk is full/i,
    ],
  },
];

/** Unpacking went wrong for a reason that no other table names: containerd, containers/storage, moby's graph drivers. */
export const unpackRows: readonly Row[] = [
  {
    label: 'layer-unpack-error',
    says: [
      /failed to (?:unpack|extract|register layer)/i,
      /extraction snapshot/i,
      /apply ?layer/i,
      /mount callback failed/i,
      /processing tar file/i,
      /adding layer with blob/i,
      /(?:insufficient|lack of) UIDs/i,
      /enough (?:unused )?IDs/i,
      /lchown/i,
      /snapshotter .{0,100}(?:not loaded|not found|does not exist)/i,
      /parent snapshot/i,
      /failed to mount/i,
      /read-only file system/i,
      /input\/output error/i,
      /committing the finished image/i,
      /storing (?:layer|blob|image)/i,
      /error creating (?:overlay|layer)/i,
      /unpigz/i,
      /failed to prepare/i,
    ],
  },
  {
    label: 'blob-missing-or-corrupt',
    says: [/failed commit on ref/i, /failed to (?:commit|verify) (?:layer|blob|content)/i, /locked for/i],
  },
];
