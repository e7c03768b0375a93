import { type Case, defineRule } from './define-rule.ts';
import { isSilent, loginErrors } from './words/labels.ts';
import { servesOnlyOthers } from './words/other-images.ts';
import { attachSecret } from './words/owner-fixes.ts';
import { createSecret, freeName } from './words/secret-fixes.ts';
import { accountSource, kubeletSays, listed, podSource, registryOf, repositoryOf } from './words/sources.ts';
import { nodeCredentials, repositoryExists } from './words/unchecked.ts';

export default defineRule({
  id: 'no-pull-secret',
  stage: 'secrets',
  title: 'no pull secret for an image that needs a login',
  explains: loginErrors,
  detect(pull) {
    const { failure, simulation } = pull;
    if (failure === null || simulation.kind !== 'anonymous' || !loginErrors.includes(failure.error.label))
      return null;
    // Docker Hub's official images are public: no login helps
    if (repositoryOf(pull).startsWith('docker.io/library/')) return null;
    const none = simulation.readings.length === 0;
    if (!none && !servesOnlyOthers(pull)) return null;
    // what the ServiceAccount lists would serve, or may: another rule says so
    if (none && (pull.withServiceAccount?.offers.length || pull.withServiceAccount?.kind === 'undetermined'))
      return null;

    const secret = freeName(pull);
    const draft = {
      what: `no pull secret for \`${registryOf(pull)}\`, which wants a login`,
      why: [
        { source: podSource(pull), says: podSays(pull) },
        { source: accountSource(pull), says: accountSays(pull) },
        { source: 'simulated', says: 'the kubelet pulls without credentials' },
        ...kubeletSays(pull),
      ],
      fixes: [
        createSecret(pull, secret, `create a pull secret for ${registryOf(pull)}`, false),
        attachSecret(pull, secret),
      ],
      facts: { registry: registryOf(pull) },
    } as const;
    const ambiguous =
      failure.error.label === 'repository-or-access-denied-ambiguous' ? [repositoryExists] : [];
    const unchecked = [nodeCredentials(pull), ...ambiguous] as const;
    if (isSilent(failure.error.label)) {
      const lost =
        failure.error.label === 'unknown'
          ? 'the words of the failed pull, which tell no cause'
          : 'the words of the failed pull, which no event and no status holds any more';
      return { ...draft, certainty: 'likely', unchecked: [lost, ...unchecked] };
    }
    const unread = unreadOf(pull);
    return unread === null
      ? { ...draft, certainty: 'proven', unchecked }
      : { ...draft, certainty: 'likely', unchecked: [unread, ...unchecked] };
  },
});

/** What of the ServiceAccount's side could not be read: itself, or a secret that it lists. */
function unreadOf(pull: Case): string | null {
  const { status } = pull.evidence.pod.serviceAccount;
  if (status === 'denied' || status === 'failed') return `${accountSource(pull)}, which could not be read`;
  return pull.withServiceAccount?.kind === 'undetermined'
    ? `the secrets that ${accountSource(pull)} lists, which could not all be read`
    : null;
}

function podSays({ simulation, evidence }: Case): string {
  const names = simulation.readings.map((reading) => `\`${reading.secret}\``);
  return names.length === 0
    ? 'lists no imagePullSecrets'
    : `lists ${listed(names)}, whose entries serve other images of the Pod, none of them ${evidence.image.image}`;
}

function accountSays({ evidence, withServiceAccount }: Case): string {
  const account = evidence.pod.serviceAccount;
  if (account.status === 'denied') return 'could not be read: get serviceaccounts is forbidden to you';
  if (account.status === 'failed') return `could not be read: ${account.problem}`;
  if (account.status === 'absent') return 'is not there';
  const names = account.value.imagePullSecrets;
  if (names.length === 0) return 'lists no imagePullSecrets either';
  const serve =
    withServiceAccount?.kind === 'undetermined'
      ? 'which could not all be read'
      : 'none of which serves this image';
  return `lists ${listed(names.map((name) => `\`${name}\``))}, ${serve}`;
}
