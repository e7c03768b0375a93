import { credentialFacts } from '../../kubelet/credentials/credential-facts.ts';
import { sameCredential } from '../../kubelet/credentials/sealed-content.ts';
import type { AuthEntry, CredentialFacts, SecretReading } from '../../model/pull-secret.ts';
import { seal } from '../../model/sealed.ts';
import { type Fields, fields, list, text, textOrNull } from '../../objects/fields.ts';

/**
 * The annotation of a collected Secret that holds what the kubelet makes of its data, as JSON and
 * without credentials.
 */
export const readingAnnotation = 'pullcheck/reading';

/**
 * Entries of one Secret with the same `credential` have the same credential. `matches` is the key
 * to match by where it may not be shown.
 */
interface RecordedEntry extends Omit<AuthEntry, 'credential'> {
  readonly credential: number;
  readonly matches?: string;
}

/**
 * A reading as JSON, without credentials. `standInKey` gives what an entry matches by where that is
 * not its key; null where it is.
 */
export function recordReading(
  reading: SecretReading,
  standInKey: (entry: AuthEntry) => string | null,
): string {
  const { secret: _, ...rest } = reading;
  return JSON.stringify(
    'entries' in rest ? { ...rest, entries: recordEntries(rest.entries, standInKey) } : rest,
  );
}

const recordEntries = (
  entries: readonly AuthEntry[],
  standInKey: (entry: AuthEntry) => string | null,
): readonly RecordedEntry[] =>
  entries.map((entry) => {
    const { credential, ...shown } = entry;
    const matches = standInKey(entry);
    return {
      ...shown,
      credential: entries.findIndex((other) => sameCredential(other.credential, credential)),
      ...(matches === null ? {} : { matches }),
    };
  });

/**
 * The reading that an annotation holds; null for a text that holds none. Every credential in it is
 * a stand-in.
 */
export function parseReading(secret: string, json: string): SecretReading | null {
  const record = parse(json);
  const type = text(record['type']);
  const entries = list(record['entries']).map((entry) => parseEntry(fields(entry)));
  if (entries.includes(null)) return null;
  const known = entries.filter((entry) => entry !== null);
  switch (record['kind']) {
    case 'usable':
      return {
        secret,
        kind: 'usable',
        type,
        entries: known,
        helpers: record['helpers'] === true,
        otherForm: record['otherForm'] === true,
      };
    case 'ignored': {
      const why = oneOf(['type', 'key', 'empty'], record['why']);
      const keys = list(record['keys']).map(text);
      const expectedKey = textOrNull(record['expectedKey']);
      return why === null ? null : { secret, kind: 'ignored', why, type, keys, expectedKey, entries: known };
    }
    case 'undecodable': {
      const kind = oneOf(['json-syntax', 'json-type', 'auth-base64', 'auth-format'], record['class']);
      const location = textOrNull(record['location']);
      return kind === null
        ? null
        : { secret, kind: 'undecodable', type, class: kind, text: text(record['text']), location };
    }
    default:
      return null;
  }
}

function parse(json: string): Fields {
  try {
    return fields(JSON.parse(json));
  } catch {
    return {};
  }
}

const oneOf = <Word extends string>(words: readonly Word[], value: unknown): Word | null =>
  words.find((word) => word === value) ?? null;

function parseEntry(record: Fields): AuthEntry | null {
  const { location, key, username, credential, matches } = record;
  const facts = parseFacts(fields(record['facts']));
  if (typeof location !== 'string' || typeof credential !== 'number' || facts === null) return null;
  const standIn = { username: text(username), password: `stand-in ${credential}`, email: '' };
  return {
    location,
    // an empty key is one, too
    key: typeof key === 'string' ? key : null,
    username: textOrNull(username),
    facts,
    credential: seal(typeof matches === 'string' ? { ...standIn, key: matches } : standIn),
  };
}

const none = new Uint8Array();
const blank = credentialFacts({
  username: none,
  password: none,
  email: '',
  fields: { username: '', password: '', auth: '' },
});

/**
 * Facts that a file of an older version lacks are those of an empty credential; null where one is
 * of another type than it has to be.
 */
function parseFacts(record: Fields): CredentialFacts | null {
  const sound = Object.entries(blank).every(([name, value]) => {
    const given = record[name];
    if (given === undefined) return true;
    if (value === null) return given === null || typeof given === 'string' || typeof given === 'object';
    return Array.isArray(value) ? Array.isArray(given) : typeof given === typeof value;
  });
  return sound ? { ...blank, ...record } : null;
}
