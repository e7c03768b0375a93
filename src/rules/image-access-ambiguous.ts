import { defineRule } from './define-rule.ts';
import { nodeIdentity } from './shared/cloud/node-identity.ts';
import { judgesLogin } from './shared/labels.ts';
import { neighboursSay } from './shared/neighbours/neighbours.ts';
import { loginsSay, passesHereDoubt } from './shared/probe.ts';
import { kubeletSays, repositoryOf } from './shared/sources.ts';
import { nodeCredentials, repositoryExists, unreadSecrets } from './shared/unchecked.ts';

export default defineRule({
  id: 'image-access-ambiguous',
  stage: 'authorization',
  title: 'repository that is private or not there',
  explains: ['repository-or-access-denied-ambiguous'],
  lastResort: true,
  detect(pull) {
    const { failure } = pull;
    if (failure?.error.label !== 'repository-or-access-denied-ambiguous' || !judgesLogin(pull)) return null;
    const repository = repositoryOf(pull);
    const official = repository.startsWith('docker.io/library/');
    const hint = official
      ? `\`${pull.image.image}\` names one of Docker Hub's official images, which are public: then it is not there (a slip in the name, or an image that only a build machine has)`
      : 'names a repository that may be private, or mistyped: the registry gives one answer for both';
    return {
      certainty: 'likely',
      unchecked: [
        pull.probe === null ? 'the registry itself, which was not asked' : repositoryExists,
        ...passesHereDoubt(pull),
        ...(nodeIdentity(pull) === null ? [] : [nodeCredentials(pull)]),
        ...unreadSecrets(pull),
      ],
      what: `\`${repository}\` is private or unknown to the registry, which does not tell the two apart`,
      why: [
        { source: 'the image', says: hint },
        ...loginsSay(pull),
        ...neighboursSay(pull),
        ...kubeletSays(pull),
      ],
      fixes: [
        {
          title: official
            ? 'correct the name; for an image of your own put registry and project in front'
            : 'compare the name with the registry; if it is right, pull with a credential that may see it',
          pipeline: [],
          effect: 'none',
          after: '',
        },
      ],
      facts: { repository, official },
    };
  },
});
