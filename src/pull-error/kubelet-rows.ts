import type { Row } from './row.ts';

/**
 * Sentences of the kubelet itself (pkg/kubelet/images, pkg/kubelet/eviction): they need no
 * runtime's words.
 */
export const kubeletRows: readonly Row[] = [
  {
    label: 'missing-pull-secret',
    says: [
      /unable to retrieve (?:some image )?pull secrets?\b/i,
      /^secrets? "NAME" not found/i,
      /^(?:couldn't|could not|failed to) (?:get|find|fetch|retrieve) (?:image )?pull secret/i,
    ],
  },
  // the kubelet writes down a pull before it asks the runtime for it (pullImage): an errno in its
  // words is the node's trouble
  {
    label: 'disk-full',
    says: [
      /image pull(?:ed)? (?:intent|record).{0,1000}(?:no space left on device|disk quota exceeded|ENOSPC|EDQUOT)/is,
    ],
  },
  { label: 'never-pull-policy', says: ['is not present with pull policy of Never'] },
  {
    label: 'ensure-secret-pulled',
    says: [
      /image ?pull(?:ed)? ?(?:intent|record)/i,
      /verify (?:the )?(?:image )?(?:pull )?credentials/i,
      'credential verification',
    ],
  },
  { label: 'pull-qps-exceeded', says: ['pull QPS exceeded'] },
  {
    label: 'image-gc-evicted',
    says: [
      'garbage collect required amount of images',
      'image garbage collection',
      'image filesystem',
      'the node was low on resource',
      /the node had condition: \[?DiskPressure/i,
      'attempting to reclaim',
      'freeing disk',
      /failed to free up? ?space/i,
    ],
  },
  {
    // credentialprovider/config.go and encoding/json: the whole error is the decoder's, nothing was
    // asked of a registry
    label: 'malformed-pull-secret',
    says: [
      /^(?:illegal base64 data|unable to parse auth field|unable to decode auth|invalid character |unexpected end of JSON input|json: cannot unmarshal|unexpected EOF in JSON|invalid (?:docker)?config)/i,
    ],
  },
];

/**
 * Faults of the image's name, before anything is pulled (distribution/reference,
 * containers/image/v5 docker/reference).
 */
export const nameRows: readonly Row[] = [
  {
    label: 'short-name-ambiguous',
    says: [/short[- ]name mode is enforcing/i, 'returns ambiguous list', /short-name resolution enforced/i],
  },
  {
    label: 'short-name-unresolvable',
    says: [
      'did not resolve to an alias',
      'no unqualified-search registries',
      'no registries configured while trying to pull',
      /cannot resolve (?:the )?short[- ]name/i,
      /no registries (?:are |were )?configured/i,
    ],
  },
  {
    label: 'invalid-image-reference',
    says: [
      /couldn't parse image (?:name|reference)/i,
      /invalid (?:image )?reference format/i,
      /(?:failed|unable) to parse (?:image )?reference/i,
      /repository name (?:\(NAME\) )?must (?:be|have|not)/i,
      'invalid tag format',
      'invalid image name',
      /(?<!in header not a valid digest: )invalid checksum digest/i,
      'unsupported digest algorithm',
      'cannot specify 64-byte hex',
      'reference must be canonical',
      'object required: invalid reference',
      /parsing (?:image )?(?:name|reference) .{0,200}invalid/i,
    ],
  },
];

/** Refusals by the node's own policy or set-up. */
export const policyRows: readonly Row[] = [
  {
    label: 'signature-policy-rejected',
    says: [
      'SignatureValidationFailed',
      'signature validation failed',
      'Source image rejected',
      'signature was required',
      /signatures? (?:were|was|is|are) (?:not )?accepted/i,
      'is rejected by policy',
      /for identity "?NAME"? is not accepted/i,
      /image verifier .{0,300}blocked/i,
      'blocked pull of',
      /image (?:policy|signature) (?:verification|check|webhook)/i,
      /no (?:matching|valid) signatures?/i,
      'remote trust data does not exist',
      'content trust',
    ],
  },
  {
    label: 'mirror-misconfigured',
    says: [
      'registry NAME is blocked',
      /is blocked in \/etc\/containers/i,
      /no (?:resolve|pull) hosts/i,
      'get registry endpoints',
      /(?:parse|invalid) (?:registry )?endpoint/i,
      /loading registries? config/i,
      /hosts\.toml/i,
      /certs\.d/i,
      /invalid (?:registry )?mirror/i,
      'invalid short-name mode',
      // files that hosts.toml, registries.conf or config.toml name (containerd
      // core/remotes/docker/config, containers/image tlsclientconfig)
      /unable to (?:load|read|open|append|parse) (?:the )?CA (?:cert|file|bundle)/i,
      /(?:unable|failed) to (?:load|read|parse) (?:the )?(?:x509|client|tls)[ -](?:key ?pair|certificate|cert|key)/i,
      /unable to parse server/i,
      /parse server address/i,
      /failed to parse host(?:s| file|s file)/i,
    ],
  },
];
