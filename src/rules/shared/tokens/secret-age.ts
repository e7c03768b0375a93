import type { ImageContext } from '../../define-rule.ts';

/** How long an ECR authorization token lives (Amazon ECR API reference, GetAuthorizationToken). */
export const ecrTokenHours = 12;

/**
 * How old a secret's data is at most; `ofData` when managedFields tell it, else counted from the
 * Secret's creation.
 */
export function secretAge(
  { evidence }: ImageContext,
  name: string,
): { hours: number; ofData: boolean } | null {
  const secret = evidence.secrets.find((one) => one.name === name)?.secret;
  if (secret?.status !== 'found') return null;
  const { changedAt, createdAt } = secret.value;
  const since = Date.parse(changedAt ?? createdAt ?? '');
  if (Number.isNaN(since)) return null;
  return { hours: (Date.parse(evidence.observedAt) - since) / 3_600_000, ofData: changedAt !== null };
}
