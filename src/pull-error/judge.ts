import type { PullErrorLabel } from '../model/pull-error.ts';
import { contentRows } from './content-rows.ts';
import { kubeletRows, nameRows, policyRows } from './kubelet-rows.ts';
import { betweenRows, cancelRows, connectionRows, refusedPing, tlsRows } from './network-rows.ts';
import { runtimeRows, unpackRows } from './node-rows.ts';
import { type StatusSource, statusLabel } from './reason.ts';
import { accessRows, bareAnswerRows, missingRows } from './registry-rows.ts';
import { firstRow, type Row } from './row.ts';
import type { Where } from './where.ts';

const beforeStatus: readonly (readonly Row[])[] = [
  kubeletRows,
  policyRows,
  nameRows,
  runtimeRows,
  betweenRows,
  tlsRows,
  contentRows,
  connectionRows,
  accessRows,
  missingRows,
];
const afterStatus: readonly (readonly Row[])[] = [unpackRows, cancelRows];
const lastResort: readonly Row[] = [
  ...bareAnswerRows,
  { label: 'registry-unavailable', says: [/RegistryUnavailable/, /the registry is unavailable/] },
  {
    label: 'backoff-only',
    says: ['trying and failing to pull image', /image can't be pulled/i, /^back-?off pulling image/i],
  },
];

function firstOf(tables: readonly (readonly Row[])[], words: string): PullErrorLabel | null {
  for (const rows of tables) {
    const label = firstRow(rows, words);
    if (label !== null) return label;
  }
  return null;
}

function statusSource(words: string, where: Where): StatusSource {
  const token = /fetch anonymous tok/i.test(words)
    ? 'anonymous'
    : /fetch oauth tok/i.test(words)
      ? 'oauth'
      : /bearer token|retrieve auth token/i.test(words)
        ? 'bearer'
        : null;
  return {
    token,
    notTheApi: where.store || /\bPAGE\b|StatusCode: \d{3}|pulling image configuration/.test(words),
    blob:
      /blobs?\b/i.test(where.url ?? '') ||
      /reading blob|fetching blob|pulling image configuration/i.test(words),
  };
}

const byDigest = /@sha256:|\bmanifest sha256:|manifests[ /]sha256:/;

/**
 * The cause that one attempt's words name, innermost first; `hidden` went through `hide`, `text`
 * did not.
 */
export function judge(hidden: string, text: string, status: number | null, where: Where): PullErrorLabel {
  if (/\/v2\/?$/.test(where.url ?? '') && refusedPing.test(hidden)) return 'proxy-failure';
  const label =
    firstOf(beforeStatus, hidden) ??
    (status === null ? null : statusLabel(status, statusSource(hidden, where))) ??
    firstOf(afterStatus, hidden) ??
    firstRow(lastResort, hidden) ??
    'unknown';
  return label === 'tag-not-found' && byDigest.test(text) ? 'digest-not-found' : label;
}
