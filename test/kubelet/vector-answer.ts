import { decodeAuthField, decodeEntry } from '../../src/kubelet/credentials/docker-config-entry.ts';
import { buildKeyring, isDockerHubImage, secretEntries } from '../../src/kubelet/credentials/keyring.ts';
import { nodeEntries } from '../../src/kubelet/credentials/node-entries.ts';
import { readPullSecret } from '../../src/kubelet/credentials/read-pull-secret.ts';
import { matchUrls } from '../../src/kubelet/credentials/url-match.ts';
import { decodeUtf8 } from '../../src/kubelet/go/utf8.ts';
import { parseImageReference } from '../../src/kubelet/image/image-reference.ts';
import { collectOffers, simulate } from '../../src/kubelet/simulate.ts';
import { found } from '../../src/model/observed.ts';
import type { SecretReading } from '../../src/model/pull-secret.ts';
import { seal } from '../../src/model/sealed.ts';
import type { Offer } from '../../src/model/simulation.ts';
import { unseal } from '../../src/model/unseal.ts';
import { isStorableImage, isStorableSecret } from '../support/api-validation.ts';
import { matchesImages } from '../support/match-images.ts';
import { goQuote } from './go-quote.ts';
import type { VectorCase, VectorMatch, VectorSecret } from './vector-case.ts';

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

const secretReference = ({ name, type, data }: VectorSecret) => ({
  name,
  secret: found({
    namespace: 'shop',
    name,
    type,
    keys: Object.keys(data),
    data: seal(data),
    createdAt: null,
    changedAt: null,
  }),
});

/** User and password as the vectors print them, with their base64 where they are not UTF-8. */
function credentialFields(username: Uint8Array, password: Uint8Array): Partial<VectorMatch> {
  const raw = (name: string, value: Uint8Array) =>
    Buffer.from(decodeUtf8(value)).equals(value) ? {} : { [name]: Buffer.from(value).toString('base64') };
  return {
    username: decodeUtf8(username),
    password: decodeUtf8(password),
    ...raw('usernameB64', username),
    ...raw('passwordB64', password),
  };
}

function shownMatch(
  { entry, source, secret, reading, key, fallback }: Offer,
  readings: readonly SecretReading[],
): VectorMatch {
  const { username, password, email, bytes: raw } = unseal(entry.credential);
  return {
    ...credentialFields(raw?.username ?? Buffer.from(username), raw?.password ?? Buffer.from(password)),
    ...(email === '' ? {} : { email }),
    source,
    ...(source === 'secret'
      ? { secret, secretIndex: reading === null ? -1 : readings.indexOf(reading) }
      : {}),
    loc: entry.location,
    key,
    ...(fallback ? { fallback: true } : {}),
  };
}

/** Start and length of the runs of offers that share a tie. */
function unstableRuns(offers: readonly Offer[]): readonly (readonly [number, number])[] {
  const ties = [...new Set(offers.map(({ tie }) => tie))].filter((tie) => tie !== null);
  return ties.map((tie) => [
    offers.findIndex((offer) => offer.tie === tie),
    offers.filter((offer) => offer.tie === tie).length,
  ]);
}

/** Puts the matches of each run in one fixed order, since any order inside a run is right. */
export function settled(matches: readonly VectorMatch[], runs: readonly (readonly [number, number])[]) {
  const all = [...matches];
  for (const [start, length] of runs)
    all.splice(
      start,
      length,
      ...all.slice(start, start + length).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    );
  return all;
}

function keyringAnswer({ secrets = [] }: VectorCase, readings: readonly SecretReading[]) {
  const valid = secrets.map(({ type, data }) =>
    isStorableSecret(type, new Map(Object.entries(data).map(([key, value]) => [key, bytes(value)]))),
  );
  const secretIndex = readings.findIndex((reading) => reading.kind === 'undecodable');
  const bad = readings[secretIndex];
  return {
    ...(valid.includes(false) ? { secretApiValid: valid } : {}),
    ...(bad?.kind === 'undecodable'
      ? { keyringError: { secretIndex, secret: bad.secret, class: bad.class, text: bad.text } }
      : { usableSecrets: readings.filter((reading) => reading.kind === 'usable').length }),
  };
}

function matchesAnswer(vector: VectorCase, readings: readonly SecretReading[], offers: readonly Offer[]) {
  const ignored = secretEntries(readings)
    .filter(({ entry }) => entry.key === null)
    .map(({ reading, entry }) => ({
      secretIndex: reading === null ? -1 : readings.indexOf(reading),
      loc: entry.location,
    }));
  const runs = unstableRuns(offers);
  const fixed = (vector.nodeFixed ?? []).map((login) => ({
    ...login,
    source: 'nodeFixed',
    loc: '',
    key: '',
  }));
  return {
    matches: settled([...offers.map((offer) => shownMatch(offer, readings)), ...fixed], runs),
    order: runs.length > 0 ? 'unstable' : 'stable',
    ...(runs.length > 0 ? { unstableRuns: runs } : {}),
    fallbackUsed: offers.some(({ fallback }) => fallback),
    ...(ignored.length > 0 ? { ignoredEntries: ignored } : {}),
  };
}

function parseAnswer(image: string) {
  const parsed = parseImageReference(image);
  if (parsed.ok) {
    const { registry, repository, tag, digest, runtimeImage } = parsed;
    const named = { ...(tag === null ? {} : { tag }), ...(digest === null ? {} : { digest }) };
    return { ok: true, repo: `${registry}/${repository}`, ...named, criImage: runtimeImage };
  }
  const quoted = goQuote(image);
  const message = `Failed to apply default image tag ${quoted}: couldn't parse image name ${quoted}: ${parsed.message}`;
  return { ok: false, reason: 'InvalidImageName', message };
}

function pullAnswer(vector: VectorCase) {
  const image = vector.image ?? '';
  const simulation = simulate({
    image,
    secrets: (vector.secrets ?? []).map(secretReference),
    ...(vector.nodeConfig === undefined ? {} : { nodeConfig: seal(bytesToText(vector.nodeConfig)) }),
  });
  const keyring = keyringAnswer(vector, simulation.readings);
  const attempted = simulation.kind === 'offers' || simulation.kind === 'anonymous';
  return {
    parse: parseAnswer(image),
    ...(isStorableImage(image) ? {} : { imageApiValid: false }),
    ...keyring,
    ...(attempted ? matchesAnswer(vector, simulation.readings, simulation.offers) : {}),
    ...(simulation.reference.ok || 'keyringError' in keyring ? {} : onlyIgnored(vector, simulation.readings)),
  };
}

function onlyIgnored(vector: VectorCase, readings: readonly SecretReading[]) {
  const { ignoredEntries } = matchesAnswer(vector, readings, []);
  return ignoredEntries === undefined ? {} : { ignoredEntries };
}

const bytesToText = (base64: string) => decodeUtf8(bytes(base64));

function lookupAnswer(vector: VectorCase) {
  const readings = (vector.secrets ?? []).map((secret) => readPullSecret(secretReference(secret)));
  const node = vector.nodeConfig === undefined ? undefined : seal(bytesToText(vector.nodeConfig));
  const keyrings = [secretEntries(readings), nodeEntries(node)].map(buildKeyring);
  const keyring = keyringAnswer(vector, readings);
  if ('keyringError' in keyring) return keyring;
  return { ...keyring, ...matchesAnswer(vector, readings, collectOffers(keyrings, vector.image ?? '')) };
}

function decodedAnswer(decoded: ReturnType<typeof decodeEntry> | ReturnType<typeof decodeAuthField>) {
  if (!decoded.ok) return { ok: false, class: decoded.class, text: decoded.text };
  if ('entry' in decoded) {
    const { username, password, email } = decoded.entry;
    return { ok: true, ...credentialFields(username, password), email };
  }
  return { ok: true, ...credentialFields(decoded.username, decoded.password), email: '' };
}

/**
 * What this program answers to a case, in the form of the vectors' `expect`. Locations are as they
 * are shown.
 */
export function answer(vector: VectorCase): object {
  const { image = '', glob = '', target = '', matchImages = [], json = '', field = '' } = vector;
  switch (vector.kind ?? 'pull') {
    case 'pull':
      return pullAnswer(vector);
    case 'lookup':
      return lookupAnswer(vector);
    case 'parse':
      return { parse: parseAnswer(image) };
    case 'default-registry':
      return { match: isDockerHubImage(image) };
    case 'matchimages':
      return { match: matchesImages(matchImages, image) };
    case 'entry':
      return decodedAnswer(decodeEntry(bytes(json)));
    case 'authfield':
      return decodedAnswer(decodeAuthField(bytes(field)));
    case 'urlmatch': {
      const match = matchUrls(glob, target);
      return match === null ? { match: false, matchError: true } : { match };
    }
    default:
      throw new Error(`unknown kind of case ${vector.kind}`);
  }
}
