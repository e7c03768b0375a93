import type { UnreadEvidence } from '../model/diagnosis.ts';
import type { SecretLint } from '../model/secret-lint.ts';
import { problemOf } from './unread.ts';

/** The Secrets among these that could not be read, or that a file holds without their content. */
export const unreadSecrets = (lints: readonly SecretLint[]): readonly UnreadEvidence[] =>
  lints.flatMap(({ evidence, reading }) => {
    const { namespace, reference } = evidence;
    const what = `Secret ${namespace}/${reference.name}`;
    const { secret } = reference;
    if (secret.status === 'denied' || secret.status === 'failed') return [problemOf(what, secret)];
    return reading.kind === 'failed'
      ? [
          {
            what: `${what}: ${reading.problem}`,
            need: 'a file with its content, or the cluster',
            check: null,
          },
        ]
      : [];
  });
