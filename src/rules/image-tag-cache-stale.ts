import { advice } from '../model/finding.ts';
import { defineRule } from './define-rule.ts';
import { kubeletSays, repositoryOf } from './shared/sources.ts';

export default defineRule({
  id: 'image-tag-cache-stale',
  stage: 'manifest',
  title: 'tag that leads to a manifest that is gone',
  explains: ['blob-missing-or-corrupt', 'digest-not-found', 'tag-not-found'],
  refines: ['image-content-missing', 'image-not-found', 'image-index-incomplete'],
  proof: [
    { on: ['registry', 'words'], since: 'it names a digest for the tag, and answers 404 for that digest' },
  ],
  detect(pull) {
    const manifest = pull.probe?.manifest ?? null;
    const { reference } = pull.simulation;
    if (manifest === null || manifest.digestPresent !== false) return null;
    if (!reference.ok || reference.digest !== null) return null;
    const digest = (manifest.digest ?? '').replace(/(:\w{12})\w+$/, '$1…');
    return {
      certainty: 'proven',
      unchecked: [],
      what: `the tag \`${reference.tag}\` of \`${repositoryOf(pull)}\` leads to a manifest that is gone`,
      why: [
        {
          source: 'the registry',
          says: `answers for the tag with ${digest}, and with 404 for that digest: a cache, or a clean-up, kept the tag and lost the manifest`,
        },
        ...kubeletSays(pull),
      ],
      fixes: [
        advice(
          `push \`${pull.image.image}\` again, or clear the tag in the pull-through cache in front of the registry`,
        ),
      ],
      facts: { digest: manifest.digest },
    };
  },
});
