import type { Fix } from '../model/finding.ts';
import { pullErrorLabels } from '../model/pull-error.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { changes } from './shared/changed.ts';
import { recreatePod } from './shared/fixes/recreate-fixes.ts';
import { loginErrors } from './shared/labels.ts';
import { lastAttempt } from './shared/last-attempt.ts';
import { longestWait, untriedOffers } from './shared/untried.ts';

/** Failures that a change of a pull secret may end. */
const mayEnd: readonly string[] = [
  ...loginErrors,
  'ecr-token-expired',
  'missing-pull-secret',
  'malformed-pull-secret',
];

export default defineRule({
  id: 'evidence-newer-than-failure',
  stage: 'secrets',
  title: 'secret or ServiceAccount changed after the last attempt',
  explains: pullErrorLabels,
  refines: ['image-access-ambiguous'],
  proof: [
    { on: ['secrets', 'events', 'times'], since: 'the times of the Secret and of the last attempt' },
    {
      on: ['ServiceAccount', 'events', 'times'],
      since: 'the times of the ServiceAccount and of the last attempt',
    },
  ],
  detect(pull) {
    const { failure } = pull;
    const attempt = failure === null ? null : lastAttempt(pull);
    const last = Date.parse(attempt ?? '');
    if (failure === null || Number.isNaN(last)) return null;
    const since = changes(pull).filter((change) => Date.parse(change.at) > last);
    const untried = untriedOffers(pull);
    const decides =
      untried.length > 0 && (mayEnd.includes(failure.error.label) || failure.error.status === 403);
    const [first, ...rest] = decides
      ? since.toSorted((a, b) => Number(untried.includes(b.name)) - Number(untried.includes(a.name)))
      : since;
    if (first === undefined) return null;
    return {
      certainty: 'proven',
      unchecked: decides ? ['whether the next attempt succeeds: nothing tried the Secret as it is now'] : [],
      // the message then tells of something that the change does not touch
      atMost: decides ? undefined : 'info',
      what: `\`${first.source}\` changed at ${first.at}, after the last attempt to pull${first.read ? `: the kubelet tries again by ${nextBy(pull)}` : ''}`,
      why: [
        first.why,
        ...rest.map((change) => change.why),
        { source: 'kubelet', says: `the last attempt was at ${attempt}` },
        ...(decides
          ? [{ source: 'simulated', says: 'the next attempt sends what the Secret holds now' }]
          : []),
      ],
      fixes: first.read
        ? [
            waitFor(pull),
            prove(pull),
            { ...recreatePod(pull, 'recreate the Pod to try at once'), alternative: true },
          ]
        : [
            recreatePod(
              pull,
              "recreate the Pod: a ServiceAccount's list is copied into a Pod once, when it is created",
            ),
          ],
      facts: { changed: first.source, at: first.at },
    };
  },
});

/** The latest time of the next attempt, RFC 3339 without fractions. */
function nextBy(pull: ImageContext): string {
  const last = Date.parse(lastAttempt(pull) ?? '');
  const newest = Math.max(
    ...changes(pull)
      .map(({ at }) => Date.parse(at))
      .filter((at) => at > last),
  );
  return new Date(newest + longestWait).toISOString().replace('.000Z', 'Z');
}

const waitFor = (pull: ImageContext): Fix => ({
  title: `wait until ${nextBy(pull)}: the kubelet reads the Secret again at its next attempt`,
  pipeline: [
    ['kubectl', 'pullcheck', 'pod', pull.evidence.pod.name, '-n', pull.evidence.pod.namespace, '--wait'],
  ],
  effect: 'reads',
  after: '',
});

/** A new Pod has no back-off, and the failing one stays as it is. */
const prove = ({ evidence: { pod } }: ImageContext): Fix => ({
  title: 'have the node pull it once by a throw-away Pod, which is deleted',
  pipeline: [['kubectl', 'pullcheck', 'verify', 'pod', pod.name, '-n', pod.namespace]],
  effect: 'changes',
  after: '',
  alternative: true,
});
