import type { Row } from './row.ts';

/**
 * What was found under the name is not what the node can use: containerd, containers/image, moby's
 * distribution.
 */
export const contentRows: readonly Row[] = [
  {
    // the download is over by then: the layer itself ends early
    label: 'layer-unpack-error',
    says: [
      /(?:extract layer|register layer|mount callback failed|processing tar file).{0,600}unexpected EOF/i,
    ],
  },
  {
    label: 'platform-mismatch',
    says: [
      'no match for platform',
      'no matching manifest',
      /no image found in (?:manifest list|image index)/i,
      'cannot be used on this platform',
      'operating system is not supported',
      /does not (?:match|provide) the specified platform/i,
      'does not support platform',
      /is incompatible with (?:a|the) .{0,60}(?:host|platform)/i,
      'no child with platform',
      /platform .{0,100}(?:not supported|mismatch)/i,
      'based image is incompatible',
    ],
  },
  {
    label: 'digest-mismatch',
    says: [
      'manifest would not match destination',
      'does not match provided manifest digest',
      'manifest verification failed',
    ],
  },
  {
    label: 'manifest-schema-unsupported',
    says: [
      'no longer supported since containerd',
      /schema ?(?:version )?1\b/i,
      'prettyjws',
      /unsupported (?:docker |v2s2 |oci |image |manifest |media |config )*(?:media ?type|mime ?type|manifest|schema)/i,
      'unsupported image-specific operation',
      'unsupported docker v1',
      /(?:unexpected|unknown|unimplemented|invalid) (?:manifest |config )?(?:media|mime) ?type/i,
      /encountered (?:remote|unknown type)/i,
      'rejecting ambiguous manifest',
      /parsing image configuration: (?:json|invalid character|unexpected end)/i,
      'too many descriptors',
      'mismatched image rootfs',
      /(?:layers and diffIDs|layers from manifest) don't match/i,
      'no processor for media-type',
      /not an OCI (?:image|artifact)/i,
      /media ?type .{0,200}not supported/i,
      /(?:zstd|compression) .{0,80}not supported/i,
      /(?:unknown|unsupported) compression/i,
      /application\/\S{1,120} not supported/i,
      'invalid rootfs in image configuration',
      // dockerd of a schema 1 manifest that is not signed
      'missing signature key',
      'mediaType in manifest should be',
      /not a (?:valid )?container image/i,
    ],
  },
  {
    label: 'blob-missing-or-corrupt',
    says: [
      /unexpected commit (?:digest|size)/i,
      /read (?:exceeds|past) expected size/i,
      /content at (?:URL|NAME|\S{1,300}) not found/i,
      /content digest .{0,200}not found/i,
      'fetch content descriptor',
      'reader from content store',
      'unknown blob',
      /blob[_ ]unknown/i,
      /blob (?:NAME |\S{1,200} )?(?:is |was )?not found/i,
      /wrong diff ?id/i,
      'layer verification failed',
      'config verification failed',
      /digest (?:did|does) not match/i,
      'Digest did not match',
      /size (?:mismatch|validation)/i,
      'invalid tar header',
      'gzip: invalid',
      'flate: corrupt',
      /zstd: (?:invalid|corrupt|unexpected|magic)/i,
      'magic number mismatch',
      /checksum (?:mismatch|error)/i,
      /failed to verify (?:layer|blob|digest)/i,
      /archive\/tar/i,
    ],
  },
];
