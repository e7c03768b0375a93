import type { Row } from './row.ts';

/** Sentences of the kubelet itself (pkg/kubelet/images, pkg/kubelet/eviction): they need no runtime's words. */
export const kubeletRows: readonly Row[] = [
  {
    label: 'missing-pull-secret',
    says: [
      /unable to retrieve (?:some image )?pull secrets?\b/i,
      /^secrets? "NAME" not found/i,
      /^(?:couldn't|could not|failed to) (?:get|find|fetch|retrieve) (?:image )?pull secret/i,
    ],
  },
  // the kubelet writes down a pull before it asks the runtime for it (pullImage): an errno in its words is the node's trouble
  {
    label: 'disk-full',
    says: [
      /image pull(?:ed)? (?:intent|record).*(?:no space left on device|disk quota exceeded|ENOSPC|EDQUOT)/is,
    ],
  },
  { label: 'never-pull-policy', says: [/is not present with pull policy of Never/i] },
  {
    label: 'ensure-secret-pulled',
    says: [
      /image ?pull(?:ed)? ?(?:intent|record)/i,
      /verify (?:the )?(?:image )?(?:pull )?credentials/i,
      /credential verification/i,
    ],
  },
  { label: 'pull-qps-exceeded', says: [/pull QPS exceeded/i] },
  {
    label: 'image-gc-evicted',
    says: [
      /garbage collect required amount of images/i,
      /image garbage collection/i,
      /image filesystem/i,
      /the node was low on resource/i,
      /the node had condition: \[?DiskPressure/i,
      /attempting to reclaim/i,
      /freeing disk/i,
      /failed to free up? ?space/i,
    ],
  },
  {
    // credentialprovider/config.go and encoding/json: the whole error is the decoder's, nothing was asked of a registry
    label: 'malformed-pull-secret',
    says: [
      /^(?:illegal base64 data|unable to parse auth field|unable to decode auth|invalid character |unexpected end of JSON input|json: cannot unmarshal|unexpected EOF in JSON|invalid (?:docker)?config)/i,
    ],
  },
];

/** Faults of the image's name, before anything is pulled (distribution/reference, containers/image/v5 docker/reference). */
export const nameRows: readonly Row[] = [
  {
    label: 'short-name-ambiguous',
    says: [/short[- ]name mode is enforcing/i, /returns ambiguous list/i, /short-name resolution enforced/i],
  },
  {
    label: 'short-name-unresolvable',
    says: [
      /did not resolve to an alias/i,
      /no unqualified-search registries/i,
      /no registries configured while trying to pull/i,
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
      /invalid tag format/i,
      /invalid image name/i,
      /invalid checksum digest/i,
      /unsupported digest algorithm/i,
      /cannot specify 64-byte hex/i,
      /reference must be canonical/i,
      /object required: invalid reference/i,
      /parsing (?:image )?(?:name|reference) .{0,200}invalid/i,
    ],
  },
];

/** Refusals by the node's own policy or set-up. */
export const policyRows: readonly Row[] = [
  {
    label: 'signature-policy-rejected',
    says: [
      /SignatureValidationFailed/i,
      /signature validation failed/i,
      /Source image rejected/i,
      /signature was required/i,
      /signatures? (?:were|was|is|are) (?:not )?accepted/i,
      /is rejected by policy/i,
      /for identity "?NAME"? is not accepted/i,
      /image verifier .{0,300}blocked/i,
      /blocked pull of/i,
      /image (?:policy|signature) (?:verification|check|webhook)/i,
      /no (?:matching|valid) signatures?/i,
      /remote trust data does not exist/i,
      /content trust/i,
    ],
  },
  {
    label: 'mirror-misconfigured',
    says: [
      /registry NAME is blocked/i,
      /is blocked in \/etc\/containers/i,
      /no (?:resolve|pull) hosts/i,
      /get registry endpoints/i,
      /(?:parse|invalid) (?:registry )?endpoint/i,
      /loading registries? config/i,
      /hosts\.toml/i,
      /certs\.d/i,
      /invalid (?:registry )?mirror/i,
    ],
  },
];
