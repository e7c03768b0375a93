import { defineRule } from './define-rule.ts';
import { rewriteSecret } from './shared/fixes/secret-fixes.ts';
import { kubeletSays, plural, podSource, secretSource } from './shared/sources.ts';
import { unreadSecrets } from './shared/unchecked.ts';

export default defineRule({
  id: 'pull-secret-malformed',
  stage: 'secrets',
  title: 'pull secret that cannot be decoded',
  explains: ['malformed-pull-secret', 'backoff-only', 'unknown'],
  detect(pull) {
    const { simulation, failure, evidence } = pull;
    const reading = simulation.readings.find((one) => one.kind === 'undecodable');
    if (reading !== undefined) {
      const entry = reading.location === null ? 'the whole content' : `the entry ${reading.location}`;
      const others = simulation.readings.length - 1;
      return {
        certainty: 'proven',
        unchecked: [],
        what: `pull secret \`${reading.secret}\` cannot be decoded, so the kubelet uses no credential at all`,
        why: [
          { source: podSource(pull), says: `names \`${reading.secret}\` in spec.imagePullSecrets` },
          {
            source: secretSource(pull, reading.secret),
            says: `cannot be decoded: ${reading.text} (${entry})`,
          },
          {
            source: 'simulated',
            says: `one such secret spoils all: ${others === 0 ? '' : `${plural(others, 'other secret')}, `}node credentials and a pull without credentials are not tried`,
          },
          ...kubeletSays(pull),
        ],
        fixes: [rewriteSecret(pull, reading.secret, reading.type)],
        facts: { secret: reading.secret, class: reading.class, problem: reading.text },
      };
    }
    const unread = unreadSecrets(pull);
    const [first, ...rest] = unread;
    if (failure?.error.label !== 'malformed-pull-secret' || first === undefined) return null;
    return {
      certainty: 'likely',
      unchecked: [first, ...rest],
      what: `a pull secret of Pod \`${evidence.pod.name}\` cannot be decoded, so the kubelet uses no credential at all`,
      why: [
        {
          source: podSource(pull),
          says: `names ${evidence.secrets.map((one) => `\`${one.name}\``).join(', ')}`,
        },
        { source: 'kubelet', says: `"${failure.text}"` },
      ],
      fixes: [],
      facts: { problem: failure.error.text },
    };
  },
});
