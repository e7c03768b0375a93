import type { Row } from './row.ts';

/**
 * The node could not read a credential of its own: no label tells of that, and no registry was
 * asked.
 */
export const credentialHelper: readonly (string | RegExp)[] = [
  /docker-credential-[\w-]{1,60}/i,
  /error getting credentials/i,
  'getting username and password',
  /(?:prepare|move|read|open|create) .{0,30}temp(?:orary)? auth file/i,
  /auth file path/i,
  /error (?:reading|loading) (?:auth|credentials?) (?:file|store)/i,
];

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
    // auth files and credential helpers of the node (containers/image docker/config, CRI-O's
    // credential provider directory)
    label: 'unknown',
    says: credentialHelper,
  },
  {
    // NotFound of the node's own store or of a program: no registry was asked for that
    label: 'image-inspect-failed',
    says: [
      /from (?:containerd|the) image store/i,
      // internal/cri/server of containerd
      /error occurred when (?:try|trying) to find (?:image|container|sandbox)/i,
      /failed to (?:get|update|create) image .{0,200}(?:in|from|to) .{0,40}(?:image|metadata) store/i,
    ],
  },
  {
    label: 'layer-unpack-error',
    says: [
      /unable to initialize unpacker/i,
      'no unpack platforms defined',
      /\blease (?:"NAME" ?|NAME |"[^"]{1,200}")?:? ?(?:does not exist|not found|expired)/i,
      /\bsnapshot (?:sha256:\S{1,80}|NAME|"NAME") (?:does not exist|not found)/i,
      /failed to (?:stat|prepare|commit|remove|get) (?:extraction )?snapshot/i,
      /failed to (?:get|create|add|acquire) (?:a )?lease/i,
      /(?:unpack|extract|convert|stream processor|snapshotter|decompress|unpigz|gzip|mkfs).{0,400}executable file not found/i,
    ],
  },
  {
    label: 'volume-image-error',
    says: [
      'ImageVolumeMountFailed',
      /mount image volume/i,
      /image volume (?:component|mount)/i,
      // a runtime that does not know them takes the volume for a host path without a name:
      // containerd before 2.1, dockerd
      'failed to mkdir "": mkdir',
      'field Source must not be empty',
      /invalid volume specification: ['"]:\//,
    ],
  },
  {
    label: 'disk-full',
    says: ['no space left on device', 'ENOSPC', 'disk quota exceeded', 'not enough space', 'disk is full'],
  },
];

/**
 * Unpacking went wrong for a reason that no other table names: containerd, containers/storage,
 * moby's graph drivers.
 */
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
