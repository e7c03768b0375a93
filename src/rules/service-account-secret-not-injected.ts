import { defineRule } from './define-rule.ts';
import { recreatePod } from './shared/fixes/recreate-fixes.ts';
import { loginErrors } from './shared/labels.ts';
import { neighboursSay } from './shared/neighbours/neighbour-pods.ts';
import { candidateSays } from './shared/probe-results.ts';
import { accountSource, kubeletSays, listed, podSource } from './shared/sources.ts';
import { nodeCredentials } from './shared/unchecked.ts';

export default defineRule({
  id: 'service-account-secret-not-injected',
  stage: 'secrets',
  title: 'ServiceAccount secret that the Pod was created without',
  explains: loginErrors,
  refines: ['no-pull-secret', 'pull-secret-registry-mismatch'],
  proof: [
    {
      on: ['ServiceAccount', 'secrets', 'words'],
      since:
        'the Pod lists nothing, its ServiceAccount a secret that matches, and the registry refused the pull',
    },
  ],
  detect(pull) {
    const { withServiceAccount: account, evidence, simulation } = pull;
    if (simulation.kind !== 'anonymous' || simulation.readings.length > 0 || account === null) return null;
    // admission leaves static Pods alone
    if (account.kind === 'undecodable' || evidence.pod.controller?.kind === 'Node') return null;
    const serving = [...new Set(account.offers.map((offer) => offer.secret))];
    const unread = account.readings.filter((one) => one.kind === 'denied' || one.kind === 'failed');
    const secrets = serving.length > 0 ? serving : unread.map((reading) => reading.secret);
    if (secrets.length === 0) return null;
    const names = listed(secrets.map((name) => `\`${name}\``));
    const draft = {
      what: `the Pod \`${evidence.pod.name}\` does not carry ${names}, which its ServiceAccount lists now`,
      why: [
        {
          source: accountSource(pull),
          says: `lists ${names}${serving.length > 0 ? ', with an entry for this image' : ''}`,
        },
        { source: podSource(pull), says: 'has no spec.imagePullSecrets' },
        {
          source: 'simulated',
          says: "the kubelet reads the Pod's own list alone; the ServiceAccount's is copied into it once, when the Pod is created",
        },
        ...candidateSays(pull, 'service-account'),
        ...neighboursSay(pull),
        ...kubeletSays(pull),
      ],
      fixes: [recreatePod(pull, 'recreate the Pod, so that it takes the list')],
      facts: { secrets },
    } as const;
    return serving.length > 0
      ? { ...draft, certainty: 'proven', unchecked: [nodeCredentials(pull)] }
      : {
          ...draft,
          certainty: 'likely',
          unchecked: [
            `whether ${names} has an entry for this image: it could not be read`,
            nodeCredentials(pull),
          ],
        };
  },
});
