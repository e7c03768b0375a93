import { defineRule } from './define-rule.ts';
import { attachSecret } from './shared/fixes/list-fixes.ts';
import { loginErrors } from './shared/labels.ts';
import { neighboursSay } from './shared/neighbours/neighbour-pods.ts';
import { accountSource, kubeletSays, listed, podSource } from './shared/sources.ts';
import { nodeCredentials } from './shared/unchecked.ts';

export default defineRule({
  id: 'service-account-secret-shadowed',
  stage: 'credentials',
  title: "ServiceAccount secret hidden by the Pod's own list",
  explains: loginErrors,
  refines: ['no-pull-secret', 'pull-secret-registry-mismatch'],
  proof: [
    {
      on: ['ServiceAccount', 'secrets', 'words'],
      since:
        'the secret of the ServiceAccount matches and those of the Pod do not, and the registry refused the pull',
    },
  ],
  detect(pull) {
    const { withServiceAccount: account, simulation } = pull;
    if (simulation.kind !== 'anonymous' || simulation.readings.length === 0 || account === null) return null;
    const [first] = account.offers;
    if (first === undefined || account.kind === 'undecodable') return null;
    const own = listed(simulation.readings.map((reading) => `\`${reading.secret}\``));
    return {
      certainty: 'proven',
      unchecked: [nodeCredentials(pull)],
      what: `\`${first.secret}\` of the ServiceAccount matches the image, but the Pod lists secrets of its own`,
      why: [
        { source: accountSource(pull), says: `lists \`${first.secret}\`, with an entry for this image` },
        { source: podSource(pull), says: `lists ${own}, without one` },
        {
          source: 'simulated',
          says: "lists are not merged: a Pod that names any pull secret gets none of its ServiceAccount's",
        },
        ...neighboursSay(pull),
        ...kubeletSays(pull),
      ],
      fixes: attachSecret(pull, first.secret),
      facts: { secret: first.secret },
    };
  },
});
