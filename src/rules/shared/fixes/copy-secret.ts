import type { SecretObject } from '../../../model/evidence.ts';
import type { Fix } from '../../../model/finding.ts';
import type { ImageContext } from '../../define-rule.ts';
import { retryOf } from './secret-fixes.ts';

/** Copies without showing: the patch drops the metadata that belongs to the other namespace. */
export const copySecret = (pull: ImageContext, copy: SecretObject, namespace: string): Fix => ({
  title: `copy it from namespace ${copy.namespace}`,
  pipeline: [
    ['kubectl', 'get', 'secret', copy.name, '-n', copy.namespace, '-o', 'json'],
    [
      'kubectl',
      'patch',
      '--local',
      '-f',
      '-',
      '--type=merge',
      '-p',
      JSON.stringify({
        metadata: {
          namespace,
          uid: null,
          resourceVersion: null,
          creationTimestamp: null,
          ownerReferences: null,
          managedFields: null,
        },
      }),
      '-o',
      'json',
    ],
    ['kubectl', 'create', '-f', '-'],
  ],
  effect: 'changes',
  after: retryOf(pull),
});
