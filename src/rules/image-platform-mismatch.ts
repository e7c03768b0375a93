import { servesPlatform } from '../kubelet/image/platform.ts';
import { advice } from '../model/finding.ts';
import { defineRule } from './define-rule.ts';
import { isSilent } from './shared/labels.ts';
import { platformsElsewhere } from './shared/neighbours/neighbour-platforms.ts';
import { kubeletSays, listed, sourceOf } from './shared/sources.ts';

export default defineRule({
  id: 'image-platform-mismatch',
  stage: 'manifest',
  title: "image without the node's platform",
  explains: ['platform-mismatch'],
  proof: [
    { on: ['words'], since: 'the runtime read the platforms of the image' },
    {
      on: ['registry'],
      since: 'it lists the platforms of the image, and the platform of the nodes is none of them',
    },
  ],
  detect(pull) {
    const { failure, image, evidence, probe } = pull;
    const known = probe?.manifest?.platforms ?? [];
    const wanted = probe?.platforms ?? [];
    const lacking =
      known.length === 0 ? [] : wanted.filter((one) => !known.some((own) => servesPlatform(own, one)));
    if (failure === null) return null;
    const settled = lacking.length > 0 && isSilent(failure.error.label);
    if (failure.error.label !== 'platform-mismatch' && !settled) return null;
    const node = evidence.node.status === 'found' ? evidence.node.value : null;
    const platform = node === null ? null : `${node.os}/${node.architecture}`;
    const name = evidence.pod.node ?? 'the node';
    const built = builtFor(failure.error.text);
    const isIndex = ofIndex.test(failure.error.text) && built === null;
    const elsewhere = platformsElsewhere(pull, node);
    return {
      certainty: 'proven',
      settled,
      unchecked: [
        ...(known.length > 0 || probe?.manifest?.artifact != null
          ? []
          : ['which platforms the image has: the registry was not asked']),
        ...elsewhere.unchecked,
      ],
      what:
        isIndex || lacking.length > 0
          ? `\`${image.image}\` has no entry for ${platform === null ? (lacking.length > 0 ? listed(lacking) : `the platform of ${name}`) : `${platform}, the platform of ${name}`}`
          : `\`${image.image}\` is for ${built ?? 'another platform'}, and not for ${platform === null ? `the platform of ${name}` : `${platform}, the platform of ${name}`}`,
      why: [
        {
          source: 'the registry',
          says:
            known.length > 0
              ? `has the image for ${listed(known)}`
              : isIndex
                ? 'has the image, as an index of platforms, without one for this node'
                : 'has the image, and the runtime read what platform it is for',
        },
        ...(platform === null ? [] : [{ source: sourceOf({ kind: 'Node', name }), says: `is ${platform}` }]),
        ...elsewhere.why,
        ...kubeletSays(pull),
      ],
      fixes: [
        advice(
          `build and push it for ${platform ?? (lacking.length > 0 ? listed(lacking) : 'the platform of the node')} too (docker buildx build --platform)`,
        ),
        {
          title: `${elsewhere.where === null ? '' : `put the Pod on ${elsewhere.where}; `}list the nodes with their platforms`,
          pipeline: [['kubectl', 'get', 'nodes', '-L', 'kubernetes.io/os,kubernetes.io/arch']],
          effect: 'reads',
          after: '',
          alternative: elsewhere.where !== null,
        },
      ],
      facts: {
        os: node?.os ?? null,
        architecture: node?.architecture ?? null,
        nodes: elsewhere.names,
        ...(known.length > 0 ? { platforms: known } : {}),
      },
    };
  },
});

/**
 * The words in which runtimes tell of an index without the platform; without them nobody saw an
 * index.
 */
const ofIndex =
  /manifest list|image index|no match for platform|no matching manifest|no child with platform|manifest sha256/i;

/** The platform that the words say the image is built for; null where they do not. */
function builtFor(text: string): string | null {
  const [, first, second] =
    /(?:operating system |image )?"?(windows)"? (?:cannot be used|is not supported|based image)|a (windows)\b.{0,60}(?:host|platform)/i.exec(
      text,
    ) ?? [];
  const version = /Windows version (\S{1,40})-based image/i.exec(text)?.[1];
  if (version !== undefined) return `Windows ${version}`;
  if (first !== undefined || second !== undefined) return 'Windows';
  return /(?:operating system )?"?linux"? (?:cannot be used|is not supported)|linux (?:container )?images? .{0,40}not supported/i.test(
    text,
  )
    ? 'Linux'
    : null;
}
