import Table from 'cli-table3';
import type { EntryService, SecretLint } from '../../model/secret-lint.ts';
import type { CredentialFacts } from '../../model/simulation.ts';
import { age } from '../text/age.ts';
import { stateOf } from './to-secret-report.ts';

const indent = '  ';
const shownImages = 3;

/** The entries of a secret without their credentials. Empty where it gives none. `podsSeen`: the images of all Pods are known. */
export function entriesTable(
  { entries, reading, evidence }: SecretLint,
  podsSeen: boolean,
): readonly string[] {
  if (entries.length === 0) return [];
  const table = new Table({
    head: ['entry', 'key', 'user', 'credential', 'serves'],
    // the defaults print colour codes even into a pipe
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
    chars: borderless,
  });
  const used = stateOf(reading) === 'usable';
  const now = Date.parse(evidence.observedAt);
  table.push(
    ...entries.map((one) => {
      const { location, key, username, facts } = one.entry;
      return [
        location,
        key ?? 'dropped: no URL',
        username ?? (facts.usernameLength === 0 ? 'none' : 'not shown'),
        credentialText(facts, now),
        used ? servesText(one, podsSeen) : 'nothing',
      ];
    }),
  );
  return table
    .toString()
    .split('\n')
    .map((line) => `${indent}${line}`.trimEnd());
}

const borderless = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((part) => [part, '']),
);

function credentialText({ kind, passwordLength, expiresAt }: CredentialFacts, now: number): string {
  if (passwordLength === 0) return 'none';
  const form = `${kind ?? 'password'}, ${passwordLength} ${passwordLength === 1 ? 'character' : 'characters'}`;
  const left = Date.parse(expiresAt ?? '') - now;
  if (Number.isNaN(left)) return form;
  return left > 0 ? `${form}, expires in ${age(left)}` : `${form}, expired ${age(-left)} ago`;
}

function servesText({ serves }: EntryService, podsSeen: boolean): string {
  if (serves.length === 0) return podsSeen ? 'no image here' : 'not known';
  const more = serves.length - shownImages;
  return [...serves.slice(0, shownImages), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}
