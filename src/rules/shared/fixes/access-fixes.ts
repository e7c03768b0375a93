import type { Fix } from '../../../model/finding.ts';
import type { ImageContext } from '../../define-rule.ts';

/**
 * What an administrator of the namespace can bind, so that these pull secrets, and no other
 * Secrets, may be read.
 */
export function secretReader({ evidence: { pod } }: ImageContext, names: readonly string[]): readonly Fix[] {
  if (names.length === 0) return [];
  const role = 'pull-secret-reader';
  const bind = {
    title: 'and to bind it to you',
    pipeline: [
      [
        ...['kubectl', 'create', 'rolebinding', role, '-n', pod.namespace, `--role=${role}`],
        { prefix: '--user=', fillIn: 'USER_NAME' },
      ],
    ],
    effect: 'changes',
    after: '',
  } as const;
  return [
    {
      title: `ask an administrator of namespace ${pod.namespace} to let you read ${names.length === 1 ? 'this Secret' : 'these Secrets'}`,
      pipeline: [
        [
          ...['kubectl', 'create', 'role', role, '-n', pod.namespace, '--verb=get', '--resource=secrets'],
          ...names.map((name) => `--resource-name=${name}`),
        ] as unknown as Fix['pipeline'][number],
      ],
      effect: 'changes',
      after: '',
    },
    bind as unknown as Fix,
  ];
}

/**
 * A recording by somebody who may read them: its credentials are stand-ins, and the diagnosis of it
 * is the same.
 */
export const recordingBy = (
  { evidence: { pod } }: ImageContext,
  names: readonly string[],
): readonly Fix[] => [
  {
    title:
      names.length === 0
        ? 'look at the Pod itself'
        : 'have somebody who may read them run this, and diagnose what it writes with --from',
    pipeline: [
      [
        'kubectl',
        'pullcheck',
        ...(names.length === 0 ? [] : ['collect']),
        'pod',
        pod.name,
        '-n',
        pod.namespace,
      ],
    ],
    effect: 'reads',
    after: '',
    alternative: names.length > 0,
  },
];
