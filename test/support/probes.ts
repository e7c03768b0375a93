import type { AttemptOutcome, ProbeAttempt, ProbeManifest, ProbeResult } from '../../src/model/probe.ts';
import { login, pullSecret } from './objects.ts';
import { defaultImage, type Scene } from './scene.ts';
import { ambiguous, badLogin, forbidden, notFound, unauthorized } from './words.ts';

/** One attempt; what is not given is nothing. */
export const attempt = (
  as: ProbeAttempt['as'],
  outcome: AttemptOutcome,
  more: Partial<ProbeAttempt> = {},
): ProbeAttempt => ({
  as,
  outcome,
  order: as === 'offer' ? 1 : null,
  candidate: as === 'candidate' ? 'mismatch' : null,
  secret: as === 'anonymous' ? null : 'regcred',
  entry: as === 'anonymous' ? null : 'registry.acme.io',
  at: 'manifest',
  status: outcome === 'found' ? 200 : 401,
  error: null,
  granted: null,
  tokenExpiresAt: null,
  says: null,
  ...more,
});

export const manifestOf = (more: Partial<ProbeManifest> = {}): ProbeManifest => ({
  digest: `sha256:${'a1'.repeat(32)}`,
  mediaType: 'application/vnd.oci.image.index.v1+json',
  platforms: ['linux/amd64', 'linux/arm64'],
  childPresent: true,
  childrenGone: [],
  layersGone: null,
  digestPresent: true,
  digestMatches: true,
  configPresent: null,
  artifact: null,
  bytes: null,
  ...more,
});

/** What a registry behind a token server answered. */
export const probeOf = (attempts: readonly ProbeAttempt[], more: Partial<ProbeResult> = {}): ProbeResult => ({
  from: 'workstation',
  proxy: null,
  asked: 'registry.acme.io',
  as: 'containerd',
  platforms: ['linux/amd64'],
  requests: attempts.length,
  durationMs: 100,
  notAsked: null,
  challenge: 'bearer',
  attempts,
  missing: null,
  manifest: null,
  tags: null,
  rateLimit: null,
  tls: null,
  clockSkewSeconds: 0,
  ...more,
});

const matching = pullSecret({ 'registry.acme.io': login('janedoe', 'c0rrect-horse-battery') });
const refused = [attempt('anonymous', 'anonymous-refused')];
const secrets = { regcred: matching };

/**
 * A failed pull beside what the registry answered from here: one scene for each rule that a probe
 * makes or changes.
 */
export const probeScenes: Readonly<Record<string, Scene>> = {
  'a stale login on a public image': {
    secrets,
    owner: 'Deployment',
    says: badLogin(defaultImage),
    probe: probeOf([attempt('anonymous', 'found'), attempt('offer', 'login-refused', { at: 'token' })]),
  },
  'an index without its child': {
    says: notFound(defaultImage),
    probe: probeOf([attempt('anonymous', 'found')], {
      challenge: null,
      manifest: manifestOf({ childPresent: false, childrenGone: ['linux/amd64'] }),
    }),
  },
  'a tag without its manifest': {
    says: notFound(defaultImage),
    probe: probeOf([attempt('anonymous', 'found')], {
      challenge: null,
      manifest: manifestOf({ platforms: [], childPresent: null, digestPresent: false }),
    }),
  },
  'a login that passes here': {
    secrets,
    says: unauthorized(defaultImage),
    probe: probeOf([...refused, attempt('offer', 'found')], { manifest: manifestOf() }),
  },
  'a clock that is wrong': {
    secrets,
    says: unauthorized(defaultImage),
    probe: probeOf([...refused, attempt('offer', 'login-refused')], { clockSkewSeconds: -720 }),
  },
  'a good login without the right': {
    secrets,
    says: badLogin(defaultImage),
    probe: probeOf([...refused, attempt('offer', 'no-right', { at: 'token' })]),
  },
  'a login that is refused behind a 403': {
    secrets,
    says: forbidden(defaultImage),
    probe: probeOf([...refused, attempt('offer', 'login-refused', { at: 'token', status: 403 })]),
  },
  'a repository that is not there': {
    secrets,
    says: ambiguous(defaultImage),
    probe: probeOf([...refused, attempt('offer', 'not-found', { status: 404 })], {
      missing: 'repository',
      tags: { listed: 0, complete: false, nearest: [], says: 'the registry has no repository shop/api' },
    }),
  },
  'a slip in the tag': {
    owner: 'Deployment',
    says: notFound(defaultImage),
    probe: probeOf([attempt('anonymous', 'not-found', { status: 404 })], {
      challenge: null,
      missing: 'tag',
      tags: { listed: 12, complete: true, nearest: ['1.40', '1.3'], says: null },
    }),
  },
};
