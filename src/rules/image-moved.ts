import type { PullErrorLabel } from '../model/pull-error.ts';
import { defineRule } from './define-rule.ts';
import { setImage } from './shared/fixes/image-fixes.ts';
import { newHomeOf } from './shared/registries/moved-images.ts';
import { kubeletSays, repositoryOf } from './shared/sources.ts';

const gone: readonly PullErrorLabel[] = ['tag-not-found', 'digest-not-found', 'repository-not-found'];
const hidden: readonly PullErrorLabel[] = [
  'repository-or-access-denied-ambiguous',
  'unauthorized-no-credentials',
  'forbidden-insufficient-scope',
];

export default defineRule({
  id: 'image-moved',
  stage: 'manifest',
  title: 'image that is published elsewhere now',
  explains: [...gone, ...hidden],
  refines: ['image-not-found', 'image-access-ambiguous', 'no-pull-secret', 'registry-refused'],
  proof: [{ on: ['words'], since: 'the registry does not have it, and its maintainers announced the move' }],
  detect(pull) {
    const { failure } = pull;
    const { reference } = pull.simulation;
    const label = failure?.error.label;
    if (failure === null || label === undefined || !reference.ok) return null;
    if (![...gone, ...hidden].includes(label) || failure.error.step === 'manifest') return null;
    const repository = repositoryOf(pull);
    const home = newHomeOf(repository);
    if (home === null) return null;
    const version = reference.digest === null ? `:${reference.tag ?? 'latest'}` : `@${reference.digest}`;
    const moved = `${home.repository}${version}`;
    const draft = {
      what: `\`${repository}\` has moved: its maintainers publish it as \`${home.repository}\``,
      why: [
        { source: 'the image', says: `moved or was removed there in ${home.since} (${home.source})` },
        ...(home.note === '' ? [] : [{ source: 'the image', says: home.note }]),
        ...kubeletSays(pull),
      ],
      fixes: [
        setImage(pull, moved, `name the new home: ${moved}${home.note === '' ? '' : ` (${home.note})`}`),
      ],
      facts: { repository, home: home.repository, since: home.since, source: home.source },
    } as const;
    const doubt = `whether ${home.repository} has ${reference.digest === null ? `the tag ${reference.tag ?? 'latest'}` : 'this digest'}: the registry was not asked`;
    return gone.includes(label)
      ? { ...draft, certainty: 'proven', unchecked: [doubt] }
      : {
          ...draft,
          certainty: 'likely',
          unchecked: ['whether this version is still at the old place: the registry does not tell', doubt],
        };
  },
});
