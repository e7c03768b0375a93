import type { Scope } from '../run/failing-pods.ts';
import { UsageError } from './argv.ts';
import type { CommandId } from './command-names.ts';
import { objectName } from './object-name.ts';
import { checkSelectors } from './selectors.ts';

interface ScanFlags {
  readonly 'all-namespaces': boolean;
  readonly contexts: string | undefined;
  readonly 'all-contexts': boolean;
  readonly selector: string | undefined;
  readonly 'field-selector': string | undefined;
  readonly 'chunk-size': number;
  readonly warnings: boolean;
}

/**
 * The names that a command line gives, or where it looks for Pods instead; both together are
 * refused.
 */
export function namedOrSought(command: CommandId, words: readonly string[], flags: ScanFlags) {
  const names = words.map((word) => objectName(command, word));
  const { selector, 'field-selector': fieldSelector, 'all-namespaces': everywhere } = flags;
  if (names.length > 0 && (selector !== undefined || fieldSelector !== undefined || everywhere))
    throw new UsageError(`a ${command} is named, or found with -A, -l or --field-selector, not both`);
  if (names.length > 0 && (flags.contexts !== undefined || flags['all-contexts']))
    throw new UsageError(
      `--contexts and --all-contexts look for Pods; a ${command} is named in one --context`,
    );
  checkSelectors(flags);
  const scope = (namespace: string | null): Scope => ({
    namespace: everywhere ? null : namespace,
    labelSelector: selector,
    fieldSelector,
    chunkSize: flags['chunk-size'],
    warnings: flags.warnings,
  });
  return { names, scope };
}
