import type { PullAttempt, PullErrorLabel } from '../model/pull-error.ts';

/**
 * How far a pull got before it ended so: the larger, the nearer to running. Not listed: it never
 * left the node.
 */
const reached: readonly (readonly PullErrorLabel[])[] = [
  ['backoff-only', 'pull-timeout', 'registry-unavailable'],
  [
    'proxy-failure',
    'dns-failure',
    'connection-refused',
    'no-route-to-host',
    'connect-timeout',
    'mirror-misconfigured',
  ],
  ['connection-reset', 'https-client-http-server', 'http-client-https-server'],
  ['tls-unknown-authority', 'tls-expired-cert', 'tls-hostname-mismatch', 'tls-client-cert-required'],
  ['registry-5xx'],
  ['unauthorized-no-credentials'],
  ['unauthorized-bad-credentials', 'ecr-token-expired'],
  ['repository-or-access-denied-ambiguous'],
  ['forbidden-insufficient-scope', 'registry-4xx-other'],
  ['rate-limited'],
  ['repository-not-found'],
  ['tag-not-found', 'digest-not-found'],
  ['platform-mismatch', 'manifest-schema-unsupported', 'digest-mismatch', 'signature-policy-rejected'],
  ['blob-missing-or-corrupt', 'pull-interrupted', 'layer-unpack-error', 'disk-full', 'volume-image-error'],
];

function distance(attempt: PullAttempt): number {
  const step = reached.findIndex((labels) => labels.includes(attempt.label));
  // of two that got equally far, the one with a credential says more
  return step * 2 + (attempt.credentialSent === 'yes' ? 1 : 0);
}

/** The attempt that got furthest; the first of equals. */
export function furthest(attempts: readonly [PullAttempt, ...PullAttempt[]]): PullAttempt {
  return attempts.reduce((best, next) => (distance(next) > distance(best) ? next : best));
}
