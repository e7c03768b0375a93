import { readPullSecret } from '../../kubelet/credentials/read-pull-secret.ts';
import { found } from '../../model/observed.ts';
import type { AuthEntry, SecretReading } from '../../model/pull-secret.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { toSecret } from '../../objects/secret.ts';
import { readingAnnotation, recordReading } from './collected-reading.ts';
import { standInKey } from './redact-key.ts';
import { redactMetadata } from './redact-metadata.ts';

const base64 = (plain: string) => Buffer.from(plain, 'utf8').toString('base64');

/**
 * JSON in a form that nobody writes, so that its base64 has no run in common with the original's,
 * which holds the same locations.
 */
const toJson = (value: unknown) =>
  JSON.stringify(value, null, 1).replaceAll(/\\u\w{4}|\\.|\w/g, (char) =>
    char.length > 1 ? char : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * Content of a Secret for those who look at it without its annotation: of the same kind, broken in
 * the same way, with nothing of the original's credentials.
 */
function standInData(keys: readonly string[], reading: SecretReading): Readonly<Record<string, string>> {
  const content = contentFor(reading);
  const first = keys.find((key) => key.startsWith('.docker'));
  return Object.fromEntries(keys.map((key) => [key, key === first ? content : base64('stand-in')]));
}

const bareType = 'kubernetes.io/dockercfg';

function contentFor(reading: SecretReading): string {
  if (reading.kind === 'undecodable') return brokenContent(reading);
  if (reading.kind === 'ignored' && reading.why === 'empty') return '';
  const entries = 'entries' in reading ? reading.entries : [];
  const isBare = 'type' in reading && reading.type === bareType;
  const otherForm = reading.kind === 'usable' && reading.otherForm;
  return base64(document(Object.fromEntries(entries.map(standInEntry)), isBare !== otherForm));
}

const document = (entries: object, isBare: boolean) => toJson(isBare ? entries : { auths: entries });

const standInEntry = ({ location, username }: AuthEntry) => [
  location,
  { username: username ?? 'stand-in', password: 'stand-in' },
];

function brokenContent(reading: Extract<SecretReading, { kind: 'undecodable' }>): string {
  const { class: kind, location, type } = reading;
  const entry = (auth: string) => base64(document({ [location ?? 'stand-in']: { auth } }, type === bareType));
  switch (kind) {
    case 'json-syntax':
      return base64('["stand-in",');
    case 'json-type':
      return base64('["stand-in"]');
    case 'auth-format':
      return entry(base64('stand-in'));
    case 'auth-base64':
      return location === null ? '!' : entry('!');
  }
}

/**
 * A Secret with stand-ins for its data, and in an annotation what the kubelet makes of the
 * original. `shown` are parts of image texts, which may stay in keys. A Secret whose data the
 * source withheld stays without.
 */
export function redactSecret(object: KubeObject, shown: ReadonlySet<string>): KubeObject {
  const secret = toSecret(object);
  const { name } = secret;
  const reading = readPullSecret({ name, secret: found(secret) });
  const metadata = redactMetadata(object.metadata);
  const shell = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    type: secret.type,
    ...(secret.immutable === true ? { immutable: true } : {}),
  };
  if (reading.kind === 'failed') return shell;
  const recorded = recordReading(reading, (entry) => standInKey(entry, shown));
  return {
    ...shell,
    metadata: { ...metadata, annotations: { [readingAnnotation]: recorded } },
    data: standInData(secret.keys, reading),
  };
}
