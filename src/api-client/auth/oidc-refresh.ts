import { type RequestFailure, requestFailure } from '../http/answer.ts';
import { proxyFor } from '../http/env-proxy.ts';
import { type HttpReply, type HttpRequest, openTransport } from '../http/transport.ts';
import { errorCode } from '../http/transport-failure.ts';
import { readPem } from '../http/trust.ts';
import { ConnectionError } from '../kubeconfig/connection-error.ts';
import type { Env } from '../kubeconfig/connection-options.ts';
import { fieldsOf } from '../kubeconfig/kubeconfig-fields.ts';
import { parseUrl } from '../kubeconfig/server-url.ts';

/** What a refresh gives, under the names of the kubeconfig. */
export interface RenewedTokens {
  readonly 'id-token': string;
  readonly 'refresh-token': string;
}

type Config = Readonly<Record<string, string>>;

/** Trades the refresh token for an ID token at the issuer's token endpoint (RFC 6749, 6; OpenID Connect Discovery). */
export async function refreshIdToken(
  config: Config,
  userName: string,
  env: Env,
  timeout: number | null,
): Promise<RenewedTokens | RequestFailure> {
  const issuer = (config['idp-issuer-url'] ?? '').replace(/\/$/, '');
  const failed = (why: string) =>
    requestFailure(
      `the ID token of user "${userName}" has expired and could not be renewed: ${why}`,
      'log in again',
    );
  const refresh = config['refresh-token'];
  if (refresh === undefined) return failed('the kubeconfig holds no refresh token');
  if (!URL.canParse(issuer) || !config['client-id'])
    return failed('the kubeconfig needs idp-issuer-url and client-id');
  // A URL may hold a password: messages name the host alone.
  const { host } = new URL(issuer);
  const send = requests(config, env, timeout);
  try {
    const wellKnown = await discover(send, `${issuer}/.well-known/openid-configuration`);
    const endpoint = fieldsOf(JSON.parse(wellKnown.text), 'answer').text('token_endpoint');
    if (endpoint === undefined) return failed(`${host} names no token endpoint`);
    const form = { grant_type: 'refresh_token', refresh_token: refresh };
    const id = config['client-id'];
    const secret = config['client-secret'] ?? '';
    // Which of the two ways to show the client's secret an issuer takes is found by trying, as golang.org/x/oauth2 does.
    const login = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
    const basic = { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
    let answer = await send('POST', endpoint, form, basic);
    if (answer.code !== 200)
      answer = await send('POST', endpoint, {
        ...form,
        client_id: id,
        ...(secret && { client_secret: secret }),
      });
    if (answer.code !== 200)
      return failed(`${new URL(endpoint).host} answered ${answer.code}${reason(answer)}`);
    const tokens = fieldsOf(JSON.parse(answer.text), 'answer');
    const token = tokens.text('id_token');
    if (token === undefined) return failed(`${new URL(endpoint).host} sent no ID token`);
    return { 'id-token': token, 'refresh-token': tokens.text('refresh_token') ?? refresh };
  } catch (error) {
    if (error instanceof SyntaxError) return failed(`${host} sent no valid JSON`);
    if (error instanceof ConnectionError) return failed(error.message);
    return failed(`${host} gave no answer (${errorCode(error)})`);
  }
}

/** The `error` of a refusal (`invalid_grant`), which is a plain word. */
function reason({ text }: HttpReply): string {
  const word = /"error"\s*:\s*"(\w{1,40})"/.exec(text)?.[1];
  return word === undefined ? '' : ` (${word})`;
}

const redirects = 10;

/** Reads an address and where it redirects to, as Go's client does. */
async function discover(send: ReturnType<typeof requests>, start: string): Promise<HttpReply> {
  let address = start;
  for (let hop = 0; ; hop++) {
    const reply = await send('GET', address);
    const leads = reply.code >= 300 && reply.code < 400 && reply.location !== '' && hop < redirects;
    const next = leads ? parseUrl(reply.location, new URL(address)) : null;
    if (next === null) return reply;
    address = next.href;
  }
}

function requests(config: Config, env: Env, timeout: number | null) {
  const ca = readPem(
    config['idp-certificate-authority-data'],
    config['idp-certificate-authority'],
    'idp-certificate-authority',
  );
  return async (
    method: HttpRequest['method'],
    address: string,
    form?: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<HttpReply> => {
    const url = new URL(address);
    const proxy = proxyFor(url, undefined, env);
    const transport = openTransport({
      server: url,
      proxy,
      ca,
      insecure: false,
      tlsServerName: undefined,
      timeout,
      compression: true,
      http2: false,
    });
    const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const body = form === undefined ? {} : { body: new URLSearchParams(form).toString() };
    try {
      const credentials = { kind: 'credentials', authorization: null, certificate: null } as const;
      return await transport.send({ method, url, headers: { ...type, ...headers }, ...body }, credentials);
    } finally {
      await transport.close();
    }
  };
}
