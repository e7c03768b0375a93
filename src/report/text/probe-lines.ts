import type { ProbeAttempt, ProbeResult } from '../../model/probe.ts';
import { labelled } from '../../text/wrap.ts';
import { plainTable } from './plain-table.ts';

const results: Readonly<Record<ProbeAttempt['outcome'], string>> = {
  found: 'found',
  'not-found': 'not found',
  'anonymous-refused': 'a login is wanted',
  'login-refused': 'login refused',
  'no-right': 'login good, pull not allowed',
  forbidden: 'refused',
  'rate-limited': 'rate limit reached',
  unavailable: 'out of order',
  failed: 'no valid answer',
  'not-asked': 'not asked',
};

const places = { ping: 'GET /v2/', token: 'token server', manifest: 'manifest' };

/**
 * What the registry answered: a row for each way of asking, and why some were not taken. Empty
 * where it was not asked.
 */
export function probeLines(probe: ProbeResult | null, width: number): readonly string[] {
  if (probe === null) return [];
  if (probe.notAsked !== null)
    return labelled('not asked  ', `${probe.asked}: ${probe.notAsked}`, '  ', width);
  const rows = probe.attempts.map((attempt) => [
    nameOf(attempt),
    results[attempt.outcome],
    [attempt.at === null ? '' : places[attempt.at], attempt.status ?? '']
      .filter((one) => one !== '')
      .join(' '),
  ]);
  const remarks = [...new Set(probe.attempts.flatMap(({ says }) => says ?? []))];
  const limit = probe.rateLimit;
  return [
    ...plainTable([`asked ${probe.asked} as`, 'result', 'where'], rows),
    ...remarks.flatMap((says) => labelled('', says, '  ', width)),
    ...manifestText(probe).flatMap((says) => labelled('', says, '  ', width)),
    ...(limit === null || limit.limit === null
      ? []
      : labelled(
          '',
          `limit of the ${limit.of}: ${limit.remaining ?? '?'} of ${limit.limit} left`,
          '  ',
          width,
        )),
  ];
}

function nameOf({ as, secret, entry }: ProbeAttempt): string {
  if (as === 'anonymous') return 'anonymous';
  const login = entry === null ? (secret ?? '') : `${secret}: ${entry}`;
  return as === 'offer' ? login : `${login} (not sent by the kubelet)`;
}

function manifestText({ manifest, tags }: ProbeResult): readonly string[] {
  if (manifest !== null)
    return [
      ...(manifest.platforms.length > 0 ? [`platforms: ${manifest.platforms.join(', ')}`] : []),
      ...(manifest.layersGone?.length
        ? [`layers that are not there: ${manifest.layersGone.join(', ')}`]
        : []),
      ...(manifest.digestMatches === false ? ['the bytes of the manifest do not have its digest'] : []),
    ];
  return tags !== null && tags.nearest.length > 0 ? [`nearest tags: ${tags.nearest.join(', ')}`] : [];
}
