import type { IncomingMessage, ServerResponse } from 'node:http';

/** An unsigned JWT that expires at `exp`, in epoch seconds. */
export const idToken = (exp: number): string =>
  `${[{ alg: 'none' }, { exp }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

/**
 * Plays an OpenID Connect issuer under `/issuer`: client `me` gets an ID token and the refresh
 * token `r2` for `r1`. Its secret, `s` where the client sends one, is taken in the form alone.
 * False when the request is none to the issuer.
 */
export function answerAsIssuer(request: IncomingMessage, response: ServerResponse): boolean {
  const send = (code: number, body: object) => {
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (request.url === '/issuer/.well-known/openid-configuration')
    send(200, { token_endpoint: `https://${request.headers.host}/issuer/token` });
  else if (request.url === '/issuer/token') {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      const good = form.get('client_id') === 'me' && ['s', null].includes(form.get('client_secret'));
      const known = form.get('refresh_token') === 'r1';
      if (!good) send(401, { error: 'invalid_client' });
      else if (form.get('grant_type') !== 'refresh_token' || !known)
        send(400, { error: 'invalid_grant', error_description: 'spent' });
      else
        send(200, {
          access_token: 'a',
          token_type: 'Bearer',
          id_token: `${idToken(4102444800)}new`,
          refresh_token: 'r2',
        });
    });
  } else return false;
  return true;
}
