import type { Problem } from './model/diagnosis.ts';
import type { Observed } from './model/observed.ts';
import type { SecretLint } from './model/secret-lint.ts';
import { canI, permissionText } from './problems.ts';

type Unread = Exclude<Observed<never>, { status: 'found' | 'absent' }>;

/** A read that gave nothing, as the report tells it. */
export const problemOf = (what: string, read: Unread): Problem =>
  read.status === 'denied'
    ? { what, need: permissionText(read.need), check: canI(read.need) }
    : { what: `${what}: ${read.problem}`, need: read.remedy ?? 'try again', check: null };

/** The Secrets among these that could not be read, or that a file holds without their content. */
export const unreadSecrets = (lints: readonly SecretLint[]): readonly Problem[] =>
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
