import type { Verification, VerifiedImage } from '../../model/verify-report.ts';

/** One line of the verification; `mark` is what stands before an image. */
export interface VerifyLine {
  readonly mark: 'pulled' | 'failed' | 'open' | null;
  readonly text: string;
}

/**
 * What was proven, by whom and at what cost: the lines that stand before the diagnosis in text and
 * Markdown.
 */
export function verifyLines({ pod, node, secrets, outcome, seconds, images, ...rest }: Verification): {
  readonly title: string;
  readonly images: readonly VerifyLine[];
  readonly details: readonly string[];
} {
  const place = node === null ? 'no node' : `node ${node}`;
  const cleanup = { deleted: 'deleted', kept: 'kept, as asked', left: 'not deleted' }[rest.cleanup];
  return {
    title: `${titles[outcome]} on ${place} after ${seconds.toFixed(1)}s`,
    images: images.map((image) => ({ mark: marks[image.result], text: imageText(image) })),
    details: [
      secrets.length === 0
        ? 'pulled without pull secrets'
        : `with pull ${secrets.length === 1 ? 'secret' : 'secrets'} ${secrets.join(', ')}`,
      ...rest.notes,
      `by Pod ${pod.namespace}/${pod.name} (${cleanup})`,
    ],
  };
}

const titles = {
  pulled: 'pulled',
  failed: 'the pull fails',
  'timed-out': 'not pulled in time',
} as const;

const marks = { pulled: 'pulled', failed: 'failed', pulling: 'open', waiting: 'open' } as const;

function imageText({ container, image, result, digest, pullSeconds, bytes }: VerifiedImage): string {
  const size = bytes === null ? '' : `, ${sizeOf(bytes)}`;
  const time = pullSeconds === null ? '' : ` in ${timeOf(pullSeconds)}`;
  const came = {
    pulled: `pulled${time}${size}${digest === null ? '' : `, ${digest}`}`,
    failed: 'not pulled',
    pulling: 'still pulling',
    waiting: 'not begun',
  }[result];
  return `${container}  ${image}  ${came}`;
}

const timeOf = (seconds: number): string =>
  seconds < 1 ? `${Math.ceil(seconds * 1000)}ms` : `${seconds.toFixed(1)}s`;

/** As the kubelet and registries count: powers of ten. */
const sizeOf = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
