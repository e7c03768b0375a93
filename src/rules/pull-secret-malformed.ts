import type { Draft } from '../model/finding.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { rewriteSecret } from './shared/fixes/secret-fixes.ts';
import { kubeletOf } from './shared/kubelet-version.ts';
import { kubeletSays, listed, plural, podSource, secretSource } from './shared/sources.ts';
import { unreadSecrets } from './shared/unchecked.ts';

export default defineRule({
  id: 'pull-secret-malformed',
  stage: 'secrets',
  title: 'pull secret that cannot be decoded',
  explains: ['malformed-pull-secret', 'backoff-only', 'unknown'],
  proof: [
    {
      on: ['secrets', 'times', 'words'],
      since: "it cannot be decoded by the kubelet's own rules, and was there at the attempt",
    },
  ],
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
    if (failure?.error.label !== 'malformed-pull-secret') return null;
    if (first === undefined) return byItsVersion(pull);
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

/**
 * The kubelet could not decode what the rules of today's decode: an older one is stricter, or the
 * secret was another at the time.
 */
function byItsVersion(pull: ImageContext): Draft | null {
  const usable = pull.simulation.readings.flatMap((one) => (one.kind === 'usable' ? [one] : []));
  const [first] = usable;
  if (first === undefined || pull.failure === null) return null;
  const secrets = usable.map(({ secret }) => secret);
  const names = listed(secrets.map((name) => `\`${name}\``));
  const version = kubeletOf(pull)?.text;
  return {
    certainty: 'likely',
    unchecked: [
      'which entry it is: by the rules of kubelets of today all of them can be decoded',
      `whether ${names} ${secrets.length === 1 ? 'was' : 'were'} the same at the last attempt`,
    ],
    what: `the kubelet cannot decode pull secret ${names}, so it uses no credential at all`,
    why: [
      { source: podSource(pull), says: `lists ${names}` },
      {
        source: 'simulated',
        says: `kubelets of today read an auth without its padding (= at the end); older ones${version === undefined ? '' : ` (this one is ${version})`} refuse it`,
      },
      ...kubeletSays(pull),
    ],
    fixes: [rewriteSecret(pull, first.secret, first.type)],
    facts: { secrets, problem: pull.failure.error.text },
  };
}
