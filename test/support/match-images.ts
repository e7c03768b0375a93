import { matchUrls } from '../../src/kubelet/credentials/url-match.ts';

/**
 * Whether a credential provider plugin with these `matchImages` runs for a repository
 * (`registry/repository`). The patterns are matched raw: no scheme is taken off, no Docker Hub
 * fallback is made (pkg/credentialprovider/plugin).
 */
export const matchesImages = (matchImages: readonly string[], repository: string): boolean =>
  matchImages.some((pattern) => matchUrls(pattern, repository) === true);
