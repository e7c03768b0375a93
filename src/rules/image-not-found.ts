import { defineRule, type ImageContext } from './define-rule.ts';
import { kubeletSays, repositoryOf } from './shared/sources.ts';

const labels = ['tag-not-found', 'digest-not-found', 'repository-not-found'] as const;

export default defineRule({
  id: 'image-not-found',
  stage: 'manifest',
  title: 'tag, digest or repository that does not exist',
  explains: labels,
  detect(pull) {
    const label = labels.find((one) => one === pull.failure?.error.label);
    const { reference } = pull.simulation;
    if (pull.failure === null || label === undefined) return null;
    // the tag was found: image-index-incomplete tells what was not
    if (pull.failure.error.step === 'manifest') return null;
    const missing = missingPart(label, pull.failure.error.text);
    const version = reference.ok ? (reference.digest ?? reference.tag ?? '') : '';
    const what: Readonly<Record<typeof missing, string>> = {
      tag: `\`${repositoryOf(pull)}\` has no tag \`${version}\``,
      digest: `\`${repositoryOf(pull)}\` has no manifest \`${shortened(version)}\``,
      repository: `the registry has no repository \`${repositoryOf(pull)}\``,
      unknown: `the registry has no \`${shortened(pull.image.image)}\``,
    };
    return {
      certainty: 'proven',
      unchecked:
        missing === 'unknown'
          ? ['whether this version or the whole repository is not there: the words are the same']
          : [],
      what: what[missing],
      why: [
        { source: 'the registry', says: 'answered 404: it was reached, and the login, if any, passed' },
        ...kubeletSays(pull),
      ],
      fixes: [
        {
          title: fixFor(pull),
          pipeline: [],
          effect: 'none',
          after: '',
        },
      ],
      facts: { missing },
    };
  },
});

/** A digest at the end as `sha256:0123456789ab…`: the report shows the image whole. */
const shortened = (text: string) => text.replace(/(sha\d+:\w{12})\w{20,}$/, '$1…');

/** containerd says `<ref>: not found` of tag and repository alike; `manifest unknown` and `name unknown` are the registry's own codes. */
function missingPart(
  label: (typeof labels)[number],
  text: string,
): 'tag' | 'digest' | 'repository' | 'unknown' {
  if (label === 'repository-not-found') return 'repository';
  if (label === 'digest-not-found') return /manifest unknown/i.test(text) ? 'digest' : 'unknown';
  return /manifest unknown|\btag \S+ (?:was deleted|not found|does not)|manifest for \S+ not found/i.test(
    text,
  )
    ? 'tag'
    : 'unknown';
}

const fixFor = ({ image }: ImageContext) =>
  `compare \`${image.image}\` with what the registry has: a slip in the name or tag, an image not pushed yet, a tag that was deleted`;
