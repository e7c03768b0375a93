import { pullErrorLabels } from '../model/pull-error.ts';
import { defineRule } from './define-rule.ts';
import { changes } from './shared/changed.ts';
import { recreatePod } from './shared/fixes/owner-fixes.ts';
import { lastAttempt } from './shared/last-attempt.ts';

export default defineRule({
  id: 'evidence-newer-than-failure',
  stage: 'secrets',
  title: 'secret or ServiceAccount changed after the last attempt',
  explains: pullErrorLabels,
  ceiling: 'info',
  detect(pull) {
    const attempt = pull.failure === null ? null : lastAttempt(pull);
    const last = Date.parse(attempt ?? '');
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
        { source: 'kubelet', says: `the last attempt was at ${attempt}` },
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
