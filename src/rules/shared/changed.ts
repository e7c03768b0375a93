import type { Why } from '../../model/finding.ts';
import type { ImageContext } from '../define-rule.ts';
import { accountSource, secretSource } from './sources.ts';

/**
 * When an object that decides on the credentials was last written, RFC 3339. `read`: the kubelet
 * reads it again at each attempt.
 */
export interface Change {
  readonly source: string;
  readonly name: string;
  readonly at: string;
  readonly read: boolean;
  readonly why: Why;
}

/**
 * The last change of each pull secret of the Pod and of its ServiceAccount, as far as they were
 * read: by managedFields, else the creation.
 */
export function changes(pull: ImageContext): readonly Change[] {
  const { secrets, serviceAccount } = pull.evidence;
  const objects = [
    ...secrets.flatMap(({ name, secret }) =>
      secret.status === 'found' ? [{ source: secretSource(pull, name), read: true, ...secret.value }] : [],
    ),
    ...(serviceAccount.status === 'found'
      ? [{ source: accountSource(pull), read: false, ...serviceAccount.value }]
      : []),
  ];
  return objects.flatMap(({ source, name, read, changedAt, createdAt }) => {
    const at = changedAt ?? createdAt;
    const verb = changedAt === null ? 'was created' : 'was written';
    return at === null ? [] : [{ source, name, at, read, why: { source, says: `${verb} at ${at}` } }];
  });
}
