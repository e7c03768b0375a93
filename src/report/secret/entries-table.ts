import type { CredentialFacts } from '../../model/pull-secret.ts';
import type { EntryService, SecretLint } from '../../model/secret-lint.ts';
import { age } from '../../text/age.ts';
import { type Cell, plainTable } from '../text/plain-table.ts';
import { stateOf } from './to-secret-report.ts';

const shownImages = 3;
/** Rows of a table that somebody may still read. */
const shownEntries = 100;

/**
 * The entries of a secret without their credentials. Empty where it gives none. `podsSeen`: the
 * images of all Pods are known.
 */
export function entriesTable(
  { entries, reading, evidence }: SecretLint,
  podsSeen: boolean,
): readonly string[] {
  if (entries.length === 0) return [];
  const used = stateOf(reading) === 'usable';
  const now = Date.parse(evidence.observedAt);
  const rows = entries.slice(0, shownEntries).map((one) => {
    const { location, key, username, facts } = one.entry;
    return [
      location,
      key ?? 'dropped: no URL',
      username ?? (facts.usernameLength === 0 ? 'none' : 'not shown'),
      credentialText(facts, now),
      used ? servesText(one, podsSeen) : 'nothing',
    ];
  });
  const more = entries.length - rows.length;
  return [
    ...plainTable(['entry', 'key', 'user', 'credential', 'serves'], rows),
    ...(more > 0 ? [`and ${more} more entries, which -o json names`] : []),
  ];
}

function credentialText({ kind, passwordLength, expiresAt }: CredentialFacts, now: number): string {
  if (passwordLength === 0) return 'none';
  const form = `${kind ?? 'password'}, ${passwordLength} ${passwordLength === 1 ? 'character' : 'characters'}`;
  const left = Date.parse(expiresAt ?? '') - now;
  if (Number.isNaN(left)) return form;
  return left > 0 ? `${form}, expires in ${age(left)}` : `${form}, expired ${age(-left)} ago`;
}

function servesText({ serves }: EntryService, podsSeen: boolean): Cell {
  if (serves.length === 0) return podsSeen ? 'no image here' : 'not known';
  const more = serves.length - shownImages;
  return [...serves.slice(0, shownImages), ...(more > 0 ? [`and ${more} more`] : [])];
}
