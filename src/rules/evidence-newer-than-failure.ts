import type { Why } from '../model/finding.ts';
import { pullErrorLabels } from '../model/pull-error.ts';
import { type Case, defineRule } from './define-rule.ts';
import { recreatePod } from './words/owner-fixes.ts';
import { accountSource, secretSource } from './words/sources.ts';

export default defineRule({
  id: 'evidence-newer-than-failure',
  stage: 'secrets',
  title: 'secret or ServiceAccount changed after the last attempt',
  explains: pullErrorLabels,
  ceiling: 'info',
  detect(pull) {
    const last = Date.parse(pull.failure?.lastSeen ?? '');
    if (Number.isNaN(last)) return null;
    const [first, ...rest] = changes(pull).filter((change) => Date.parse(change.at) > last);
    if (first === undefined) return null;
    return {
      certainty: 'proven',
      unchecked: [],
      what: `\`${first.source}\` changed after the last attempt to pull`,
      why: [
        first.why,
        ...rest.map((change) => change.why),
        { source: 'kubelet', says: `the last attempt was at ${pull.failure?.lastSeen}` },
      ],
      fixes: [
        recreatePod(
          pull,
          first.read
            ? 'wait: the kubelet reads it again at its next attempt, within 5 minutes; or create the Pod anew to try now'
            : "create the Pod anew: a ServiceAccount's list is copied into a Pod once, when it is created",
        ),
      ],
      facts: { changed: first.source, at: first.at },
    };
  },
});

/** `read`: the kubelet reads the object anew at each attempt. */
interface Change {
  readonly source: string;
  readonly at: string;
  readonly read: boolean;
  readonly why: Why;
}

function changes(pull: Case): readonly Change[] {
  const { secrets, serviceAccount } = pull.evidence.pod;
  const objects = [
    ...secrets.flatMap(({ name, secret }) =>
      secret.status === 'found' ? [{ source: secretSource(pull, name), read: true, ...secret.value }] : [],
    ),
    ...(serviceAccount.status === 'found'
      ? [{ source: accountSource(pull), read: false, ...serviceAccount.value }]
      : []),
  ];
  return objects.flatMap(({ source, read, changedAt, createdAt }) => {
    const at = changedAt ?? createdAt;
    const verb = changedAt === null ? 'was created' : 'was written';
    return at === null ? [] : [{ source, at, read, why: { source, says: `${verb} at ${at}` } }];
  });
}
