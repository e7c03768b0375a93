import type { Sealed } from '../../model/sealed.ts';
import type { FiledEntry } from '../../model/simulation.ts';
import { authEntries } from './auth-entry.ts';
import { decodeDockerConfig } from './docker-config.ts';
import { openNodeConfig } from './sealed-content.ts';

/**
 * The entries of a node's config.json. The kubelet logs one that it cannot decode and goes on
 * without.
 */
export const nodeEntries = (config: Sealed<string> | undefined): readonly FiledEntry[] =>
  config === undefined
    ? []
    : authEntries(decodeDockerConfig(openNodeConfig(config), 'config.json')).map((entry) => ({
        source: 'node',
        secret: '',
        reading: null,
        entry,
      }));
