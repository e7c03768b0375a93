import { createHash } from 'node:crypto';
import { base64 } from '../support/objects.ts';

/**
 * A Secret of one shape. `data` is plain text by key; `hidden` are the credential texts in it that
 * nothing may show.
 */
export interface ShapedSecret {
  readonly shape: string;
  readonly type: string;
  readonly data: Readonly<Record<string, string>>;
  readonly hidden: readonly string[];
}

/** What a shape is made of: texts that occur nowhere else, and the registry of the image. */
interface Parts {
  readonly user: string;
  readonly password: string;
  readonly other: string;
  readonly registry: string;
}

type Content = Omit<ShapedSecret, 'shape'>;

const noise = (seed: string, length: number) =>
  createHash('sha512').update(seed).digest('base64').replaceAll(/[+/=]/g, '').slice(0, length);

const jwtOf = (seed: string, claims: object) =>
  [{ alg: 'RS256', kid: noise(`${seed} kid`, 20) }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat(noise(`${seed} signature`, 43))
    .join('.');

const dockerConfig = (content: string, hidden: readonly string[]): Content => ({
  type: 'kubernetes.io/dockerconfigjson',
  data: { '.dockerconfigjson': content },
  hidden,
});

const config = (auths: unknown, hidden: readonly string[], beside: object = {}) =>
  dockerConfig(JSON.stringify({ auths, ...beside }), hidden);

const entry = ({ registry }: Parts, login: unknown, hidden: readonly string[]) =>
  config({ [registry]: login }, hidden);

const auth = (user: string, password: string) => ({ auth: base64(`${user}:${password}`) });

/** An entry whose credential is sound, under a location that holds one too. */
const located = (location: (parts: Parts) => string) => (parts: Parts) =>
  config({ [location(parts)]: auth(parts.user, parts.password) }, [parts.password, parts.other]);

/** An entry with this user name, which is a secret itself. */
const named = (name: (parts: Parts) => string) => (parts: Parts) =>
  entry(parts, { username: name(parts), password: '' }, [name(parts)]);

/** Content that cannot be decoded, or does not hold what the type says. */
const raw = (content: (parts: Parts) => string) => (parts: Parts) =>
  dockerConfig(content(parts), [parts.password]);

const ofType =
  (type: string, data: (parts: Parts) => Readonly<Record<string, string>>) => (parts: Parts) => ({
    type,
    data: data(parts),
    hidden: [parts.password],
  });

const soundConfig = ({ registry, user, password }: Parts) =>
  JSON.stringify({ auths: { [registry]: auth(user, password) } });

/** A key file whose project alone may be shown. */
const keyFile = ({ password, other }: Parts) =>
  JSON.stringify({
    type: 'service_account',
    project_id: 'acme-ci-7',
    private_key_id: other,
    private_key: `-----BEGIN PRIVATE KEY-----\n${password}\n-----END PRIVATE KEY-----\n`,
    client_email: `${other}@acme-ci-7.iam.gserviceaccount.com`,
  });

const shapes: Readonly<Record<string, (parts: Parts) => Content>> = {
  'auth alone': (p) => entry(p, auth(p.user, p.password), [p.password]),
  'user and password': (p) => entry(p, { username: p.user, password: p.password }, [p.password]),
  'all three': (p) =>
    entry(p, { username: p.user, password: p.password, ...auth(p.user, p.password) }, [p.password]),
  'auth says another': (p) =>
    entry(p, { username: p.user, password: p.password, ...auth(p.user, p.other) }, [p.password, p.other]),
  'colons in the password': (p) => entry(p, auth(p.user, `${p.password}:${p.other}`), [p.password, p.other]),
  'quotes and backslashes': (p) =>
    entry(p, { username: p.user, password: `${p.password}"\\$(x)` }, [p.password]),
  'newline at the end': (p) => entry(p, auth(p.user, `${p.password}\n`), [p.password]),
  'space at the start': (p) => entry(p, { username: ` ${p.user}`, password: ` ${p.password}` }, [p.password]),
  'no user': (p) => entry(p, auth('', p.password), [p.password]),
  'no password': (p) => entry(p, auth(p.user, ''), []),
  'password as user': (p) =>
    entry(p, { username: `${p.password}-${p.user}`, password: p.password }, [p.password]),
  'robot cut at $': (p) => entry(p, auth('robot', p.password), [p.password]),
  'placeholder as user': (p) => entry(p, auth('<your-username>', p.password), [p.password]),
  'AWS token': (p) =>
    entry(p, auth('AWS', base64(JSON.stringify({ payload: p.password, expiration: 1_700_000_000 }))), [
      p.password,
    ]),
  'JWT that has ended': (p) => entry(p, auth('token', jwtOf(p.password, { exp: 1_700_000_000 })), []),
  'JWT still good': (p) =>
    entry(p, auth('token', jwtOf(p.password, { exp: 4_000_000_000, sub: p.other })), [p.other]),
  'identity token': (p) =>
    entry(p, { ...auth('<token>', p.password), identitytoken: p.other }, [p.password, p.other]),
  'registry token': (p) => entry(p, { registrytoken: p.password }, [p.password]),
  'GCP key file': (p) =>
    entry(p, auth('_json_key', JSON.stringify({ type: 'service_account', private_key: p.password })), [
      p.password,
    ]),
  'GCP key file, encoded': (p) =>
    entry(p, auth('_json_key_base64', base64(keyFile(p))), [p.password, p.other]),
  'GCP key file under another user': (p) => entry(p, auth(p.user, keyFile(p)), [p.password, p.other]),
  'GCP key file cut': (p) => entry(p, auth('_json_key', keyFile(p).slice(0, -4)), [p.password, p.other]),
  'GCP key file of another kind': (p) =>
    entry(p, auth('_json_key', JSON.stringify({ type: p.other, refresh_token: p.password })), [
      p.password,
      p.other,
    ]),
  'Google access token': (p) => entry(p, auth(p.user, `ya29.${p.password}`), [p.password]),
  'ECR token under another user': (p) =>
    entry(p, auth(p.user, base64(JSON.stringify({ payload: p.password, datakey: p.other }))), [
      p.password,
      p.other,
    ]),
  'ACR token under another user': (p) =>
    entry(
      p,
      auth(
        p.user,
        jwtOf(p.password, { iss: 'Azure Container Registry', grant_type: 'refresh_token', sub: p.other }),
      ),
      [p.other],
    ),
  'JWT that is not valid yet': (p) =>
    entry(p, auth('token', jwtOf(p.password, { nbf: 3_900_000_000, exp: 4_000_000_000, sub: p.other })), [
      p.other,
    ]),
  'GitHub token as password': (p) => {
    const token = `ghp_${noise(p.password, 36)}`;
    return entry(p, auth(p.user, token), [token]);
  },
  'AWS access key': (p) =>
    entry(p, auth(`AKIA${noise(p.other, 40).toUpperCase().slice(0, 16)}`, p.password), [p.password]),
  'auth in auth': (p) => entry(p, auth(p.user, base64(`${p.user}:${p.password}`)), [p.password]),
  'auth encoded twice': (p) =>
    entry(p, { auth: base64(base64(`${p.user}:${p.password}`)) }, [
      p.password,
      base64(`${p.user}:${p.password}`),
    ]),
  'auth in plain text': (p) => entry(p, { auth: `${p.user}:${p.password}` }, [p.password]),
  'auth without a colon': (p) => entry(p, { auth: base64(p.password) }, [p.password]),
  'auth cut': (p) => entry(p, { auth: base64(`${p.user}:${p.password}`).slice(0, -3) }, [p.password]),
  'GitHub token as user': named((p) => `ghp_${noise(p.password, 36)}`),
  'GitLab token as user': named((p) => `glpat-${noise(p.password, 20)}`),
  'Docker token as user': named((p) => `dckr_pat_${noise(p.password, 27)}`),
  'JWT as user': named((p) => jwtOf(p.password, { sub: p.user })),
  'login as user': named((p) => `${p.user}:${p.password}`),
  'auth string as user': named((p) => base64(`${p.user}:${p.password}`)),
  'long token as user': named((p) => noise(p.password, 80) + noise(p.other, 80)),
  'login before the host': located((p) => `https://${p.user}:${p.other}@${p.registry}`),
  'login before the host, no scheme': located((p) => `${p.user}:${p.other}@${p.registry}/v1/`),
  'login with a slash': located((p) => `https://${p.user}:12/${p.other}@${p.registry}`),
  'login with @': located((p) => `https://${p.user}:x@${p.other}@${p.registry}`),
  'login with an escape': located((p) => `http://${p.user}:${p.other}%40@${p.registry}`),
  'login after an odd scheme': located((p) => `oci://${p.user}:${p.other}@${p.registry}`),
  'login after //': located((p) => `//${p.user}:${p.other}@${p.registry}`),
  'login for the host': located((p) => `${p.user}:${p.other}`),
  'login on two lines': located((p) => `${p.user}:${p.other}\n@${p.registry}`),
  'token before the host': located((p) => `https://${p.other}@${p.registry}`),
  'token in the query': located((p) => `https://${p.registry}/v2/?token=${p.other}`),
  'token in the fragment': located((p) => `${p.registry}#${p.other}`),
  'token in the path': located((p) => `${p.registry}/ghp_${p.other}`),
  'token for the host': located((p) => `glpat-${p.other}`),
  'JWT for the host': located((p) => jwtOf(p.other, { sub: p.other })),
  'auth string for the host': (p) =>
    config({ [base64(`${p.user}:${p.password}`)]: auth(p.user, p.password) }, [p.password]),
  'unquoted password': raw((p) => `{"auths":{"${p.registry}":{"password":${p.password}}}}`),
  'bad escape': raw((p) => `{"auths":{"${p.registry}":{"password":"\\q${p.password}"}}}`),
  'cut in the password': raw((p) => `{"auths":{"${p.registry}":{"password":"${p.password}`),
  'text after the end': (p) => dockerConfig(`${soundConfig(p)} ${p.password}`, [p.password]),
  'YAML inside': raw((p) => `auths:\n  ${p.registry}:\n    password: ${p.password}\n`),
  'password alone': raw((p) => p.password),
  'entry is a text': (p) => entry(p, `${p.user}:${p.password}`, [p.password]),
  'entry is a list': (p) => entry(p, [p.user, p.password], [p.password]),
  'password is an object': (p) => entry(p, { username: p.user, password: { is: p.password } }, [p.password]),
  'auths is a list': (p) => config([p.user, p.password], [p.password]),
  'headers with a token': (p) =>
    config({ [p.registry]: {} }, [p.password], { HttpHeaders: { Authorization: [`Bearer ${p.password}`] } }),
  'content encoded twice': (p) => dockerConfig(base64(soundConfig(p)), [p.password]),
  'helpers beside': (p) =>
    config({ [p.registry]: {} }, [p.password], { credsStore: 'desktop', note: p.password }),
  'Opaque, right key': ofType('Opaque', (p) => ({ '.dockerconfigjson': soundConfig(p) })),
  'Opaque, user and password': ofType('Opaque', (p) => ({ username: p.user, password: p.password })),
  'basic auth': ofType('kubernetes.io/basic-auth', (p) => ({ username: p.user, password: p.password })),
  'wrong key': ofType('kubernetes.io/dockerconfigjson', (p) => ({ 'config.json': soundConfig(p) })),
  'old type': ofType('kubernetes.io/dockercfg', (p) => ({
    '.dockercfg': JSON.stringify({ [p.registry]: { username: p.user, password: p.password } }),
  })),
  'old type, new form': ofType('kubernetes.io/dockercfg', (p) => ({ '.dockercfg': soundConfig(p) })),
  'new type, old form': (p) =>
    dockerConfig(JSON.stringify({ [p.registry]: { password: p.password } }), [p.password]),
};

export const registryOf = (index: number) => `registry-${index}.acme.io`;

/** What people put into passwords, and what makes them longer in one encoding or another. */
const dresses: readonly ((core: string) => string)[] = [
  (core) => core,
  (core) => `${core.slice(0, 12)}ß€😀${core.slice(12)}`,
  (core) => `${core.slice(0, 9)}/+%${core.slice(9)}=`,
  (core) => `${core.slice(0, 10)} ${core.slice(10)}`,
  (core) => `robot$${core}`,
  (core) => `ghp_${core}${core.slice(0, 12)}`,
  (core) => `glpat-${core}`,
  (core) => `${core}&<'\u0000`,
];

/**
 * Secrets of every shape in turn, each with texts of its own, for the image of `registryOf(index)`.
 */
export function shapedSecrets(count: number): readonly ShapedSecret[] {
  const makers = Object.entries(shapes);
  return Array.from({ length: count }, (_, index) => {
    const [name = '', make] = makers[index % makers.length] ?? [];
    const round = Math.floor(index / makers.length);
    const shape = round === 0 ? name : `${name} ${round}`;
    const dress = dresses[round % dresses.length] ?? String;
    const content = make?.({
      user: noise(`${shape} user`, 10),
      password: dress(noise(`${shape} password`, 24)),
      other: noise(`${shape} other`, 24),
      registry: registryOf(index),
    });
    if (content === undefined) throw new Error('no shapes');
    return { shape, ...content };
  });
}

/** How many shapes there are. */
export const shapeCount = Object.keys(shapes).length;
