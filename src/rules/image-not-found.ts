import type { NonEmpty, Why } from '../model/finding.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { setImage } from './shared/fixes/image-fixes.ts';
import { compareName } from './shared/image-name.ts';
import { aboutLogin } from './shared/labels.ts';
import { loginsSay, missingHere } from './shared/probe-results.ts';
import { registryHabits } from './shared/registries/habits.ts';
import { kubeletSays, plural, registryOf, repositoryOf } from './shared/sources.ts';

const labels = ['tag-not-found', 'digest-not-found', 'repository-not-found'] as const;

export default defineRule({
  id: 'image-not-found',
  stage: 'manifest',
  title: 'tag, digest or repository that does not exist',
  explains: labels,
  proof: [
    { on: ['words'], since: 'the registry itself answered 404, no mirror that hides it' },
    { on: ['registry'], since: 'asked from here with a login that it takes, it answers 404' },
  ],
  detect(pull) {
    const label = labels.find((one) => one === pull.failure?.error.label);
    const { reference } = pull.simulation;
    const here = missingHere(pull);
    if (pull.failure === null) return null;
    // a login that the registry takes finds no image: its words cannot tell that from a lack of
    // access
    const settled = here !== null && aboutLogin(pull);
    if (label === undefined && !settled) return null;
    // the tag was found: image-index-incomplete tells what was not
    if (pull.failure.error.step === 'manifest') return null;
    const missing = here ?? (label === undefined ? 'unknown' : missingPart(label, pull.failure.error.text));
    const nearest = missing === 'tag' ? (pull.probe?.tags?.nearest ?? []) : [];
    const version = reference.ok ? (reference.digest ?? reference.tag ?? '') : '';
    const what: Readonly<Record<typeof missing, string>> = {
      tag: `\`${repositoryOf(pull)}\` has no tag \`${version}\``,
      digest: `\`${repositoryOf(pull)}\` has no manifest \`${shortened(version)}\``,
      repository: `the registry has no repository \`${repositoryOf(pull)}\``,
      unknown: `the registry has no \`${shortened(pull.image.image)}\``,
    };
    const doubts =
      missing === 'unknown'
        ? ['whether this version or the whole repository is not there: the words are the same']
        : [];
    const node = pull.evidence.pod.node ?? 'the node';
    const proof =
      here === null && mayBeOfMirror(pull)
        ? ({
            certainty: 'likely',
            unchecked: [
              `whether ${node} has a mirror for ${registryOf(pull)}: its "not found" hides what the registry itself answers`,
              ...doubts,
            ],
          } as const)
        : ({ certainty: 'proven', unchecked: doubts } as const);
    return {
      ...proof,
      settled,
      what: what[missing],
      why: atLeastOne([
        ...(label === undefined || pull.failure.from === 'none'
          ? []
          : [
              mayBeOfMirror(pull)
                ? {
                    source: 'the runtime',
                    says: 'was answered 404 by the host that it asked, which it does not name',
                  }
                : {
                    source: 'the registry',
                    says: 'answered 404: it was reached, and the login, if any, passed',
                  },
            ]),
        ...registrySays(pull, nearest),
        ...(here === null ? registryHabits(pull) : []),
        ...kubeletSays(pull),
      ]),
      fixes: [
        ...nearest
          .slice(0, 1)
          .map((tag) =>
            setImage(pull, withTag(pull, tag), `take the tag \`${tag}\`, the nearest that is there`),
          ),
        ...compareName(pull, fixFor(pull)).map((fix, index) =>
          index === 0 && nearest.length > 0 ? { ...fix, alternative: true } : fix,
        ),
      ],
      facts: { missing, ...(nearest.length > 0 ? { nearest } : {}) },
    };
  },
});

const atLeastOne = ([first, ...rest]: readonly Why[]): NonEmpty<Why> => [
  first ?? { source: 'the registry', says: 'answered 404 when it was asked from here' },
  ...rest,
];

/**
 * What the registry said when it was asked from here; where it was not, a line that stands for its
 * words.
 */
function registrySays(pull: ImageContext, nearest: readonly string[]): readonly Why[] {
  const tags = pull.probe?.tags ?? null;
  const lines = [
    ...loginsSay(pull),
    ...(tags === null || tags.listed === 0
      ? []
      : [
          {
            source: 'the registry',
            says: `lists ${plural(tags.listed, 'tag')}${tags.complete ? '' : ', not all'}${nearest.length === 0 ? '' : `; the nearest: ${nearest.join(', ')}`}`,
          },
        ]),
    ...(tags?.says == null ? [] : [{ source: 'the registry', says: `was asked for its tags: ${tags.says}` }]),
  ];
  return lines;
}

/** The image's text with another tag. */
const withTag = ({ image }: ImageContext, tag: string) => `${image.image.replace(/:[^:/@]*$/, '')}:${tag}`;

/**
 * containerd 2 ends at the first host that has an answer and names none in `<ref>: not found`, so a
 * mirror's 404 reads as the registry's, even where the registry would refuse the login. containerd
 * 1 goes on to the registry, whose refusal it tells instead.
 */
function mayBeOfMirror({ failure, evidence: { node } }: ImageContext): boolean {
  if (failure === null || failure.error.host !== null) return false;
  const runtime = node.status === 'found' ? node.value.containerRuntime : '';
  return (
    failure.text.trimEnd().endsWith(': not found') &&
    /failed to resolve (?:image|reference)/.test(failure.text) &&
    (failure.text.includes('failed to resolve image:') || /^containerd:\/\/v?[2-9]/.test(runtime))
  );
}

/** A digest at the end as `sha256:0123456789ab…`: the report shows the image whole. */
const shortened = (text: string) => text.replace(/(sha\d+:\w{12})\w{20,}$/, '$1…');

/**
 * containerd says `<ref>: not found` of tag and repository alike; `manifest unknown` and `name
 * unknown` are the registry's own codes.
 */
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
  `compare \`${shortened(image.image)}\` with what the registry has: ${image.image.includes('@') ? 'a slip, not pushed yet, or deleted since' : 'a slip in the name or tag, an image not pushed yet, a tag that was deleted'}`;
