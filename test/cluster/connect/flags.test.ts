import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../src/cluster/connect/connect.ts';
import type { ConnectionOptions } from '../../../src/cluster/connect/connection-options.ts';
import { folderOf } from './folder.ts';
import { hasKubectl, kubectl } from './kubectl.ts';
import { type LocalServer, startHttps, tlsFile } from './local-server.ts';

let server: LocalServer;
let seen: string[] = [];

beforeAll(async () => {
  server = await startHttps((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{}');
    // kubectl may ask for the version first.
    if (request.url?.includes('/version')) return;
    const peer = request.socket instanceof TLSSocket ? request.socket.getPeerCertificate() : undefined;
    seen.push(
      `path: ${request.url?.replace(/\?.*/, '')}`,
      ...(peer?.subject ? [`cn: ${peer.subject.CN}`] : []),
    );
    for (let index = 0; index < request.rawHeaders.length; index += 2) {
      const name = request.rawHeaders[index]?.toLowerCase() ?? '';
      if (/^(authorization|impersonate)/.test(name)) seen.push(`${name}: ${request.rawHeaders[index + 1]}`);
    }
  });
});
afterAll(() => server.close());
beforeEach(() => {
  seen = [];
});

function writeKubeconfig(): string {
  const user = (name: string, fields: object) => ({ name, user: fields });
  const context = (name: string, cluster = 'c') => ({ name, context: { cluster, user: name } });
  const impersonating = {
    token: 't',
    as: 'jane',
    'as-groups': ['a', 'b'],
    'as-uid': '7',
    'as-user-extra': { 'X.org/Y': ['1', '2'] },
  };
  const pem = (file: string) => readFileSync(tlsFile(file)).toString('base64');
  const pair = { 'client-certificate-data': pem('client.crt'), 'client-key-data': pem('client.key') };
  const address = { server: server.url };
  const config = {
    'current-context': 'token',
    clusters: [
      { name: 'c', cluster: { ...address, 'certificate-authority': tlsFile('ca.crt') } },
      { name: 'data', cluster: { ...address, 'certificate-authority-data': pem('ca.crt') } },
      {
        name: 'wrong-name',
        cluster: { ...address, 'certificate-authority': tlsFile('ca.crt'), 'tls-server-name': 'wrong' },
      },
      { name: 'insecure', cluster: { ...address, 'insecure-skip-tls-verify': true } },
    ],
    users: [
      user('token', { token: 'inline' }),
      user('file', { tokenFile: 'token.txt' }),
      user('both', { token: 'inline', tokenFile: 'token.txt' }),
      user('basic', { username: 'u', password: 'p:w' }),
      user('pair', pair),
      user('pair-and-token', { ...pair, token: 'inline' }),
      user('impersonating', impersonating),
      user('groups-only', { token: 't', 'as-groups': ['a'] }),
      user('half', { 'client-certificate-data': pem('client.crt') }),
      user('gcp', { 'auth-provider': { name: 'gcp' } }),
      user('no-mode', { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'x' } }),
      user('alpha', { exec: { apiVersion: 'client.authentication.k8s.io/v1alpha1', command: 'x' } }),
      user('no-command', { exec: { apiVersion: 'client.authentication.k8s.io/v1beta1' } }),
      user('line-break', { token: 'a\nb' }),
    ],
    contexts: [
      'token',
      'file',
      'both',
      'basic',
      'pair',
      'pair-and-token',
      'impersonating',
      'groups-only',
      'half',
      'gcp',
      'no-mode',
      'alpha',
      'no-command',
      'line-break',
    ]
      .map((name) => context(name))
      .concat([{ name: 'elsewhere', context: { cluster: 'wrong-name', user: 'token' } }]),
  };
  const folder = folderOf({ config: JSON.stringify(config), 'token.txt': ' from-file\n' });
  return join(folder, 'config');
}

/** kubectl's spelling of the options. */
const argumentsOf = (options: ConnectionOptions): string[] =>
  Object.entries(options).flatMap(([key, value]) => {
    const flag = `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return [value].flat().map((one) => `${flag}=${String(one).replace('SERVER', server.url)}`);
  });

async function send(options: ConnectionOptions): Promise<void> {
  const address =
    options.server === undefined ? {} : { server: options.server.replace('SERVER', server.url) };
  const connection = connect({ kubeconfig: writeKubeconfig(), ...options, ...address }, {});
  await connection.request({ method: 'GET', url: `${connection.server}/x` });
  await connection.close();
}

describe('what is sent', () => {
  const bearer = (token: string) => `authorization: Bearer ${token}`;
  const cases: readonly [options: ConnectionOptions, sent: readonly string[]][] = [
    [{}, [bearer('inline')]],
    [{ context: 'file' }, [bearer('from-file')]],
    [{ context: 'both' }, [bearer('from-file')]],
    [{ context: 'basic' }, ['authorization: Basic dTpwOnc=']],
    [{ context: 'pair' }, ['cn: jane']],
    [{ context: 'pair-and-token' }, ['cn: jane', bearer('inline')]],
    [{ user: 'basic' }, ['authorization: Basic dTpwOnc=']],
    [{ cluster: 'data' }, [bearer('inline')]],
    [{ cluster: 'insecure' }, [bearer('inline')]],
    [{ cluster: 'insecure', certificateAuthority: tlsFile('ca.crt') }, [bearer('inline')]],
    [{ cluster: 'wrong-name' }, []],
    [{ cluster: 'wrong-name', tlsServerName: 'localhost' }, [bearer('inline')]],
    [{ cluster: 'wrong-name', server: 'SERVER' }, [bearer('inline')]],
    [{ certificateAuthority: tlsFile('client.crt') }, []],
    [{ insecureSkipTlsVerify: true }, [bearer('inline')]],
    [{ token: 'flag' }, [bearer('flag')]],
    [
      { clientCertificate: tlsFile('server.crt'), clientKey: tlsFile('server.key') },
      ['cn: server', bearer('inline')],
    ],
    [{ server: 'SERVER/base/' }, [bearer('inline')]],
    [
      { as: 'joe', asGroup: ['x', 'y'], asUid: '9' },
      [
        bearer('inline'),
        'impersonate-group: x',
        'impersonate-group: y',
        'impersonate-uid: 9',
        'impersonate-user: joe',
      ],
    ],
    [
      { context: 'impersonating' },
      [
        bearer('t'),
        'impersonate-extra-x.org%2fy: 1',
        'impersonate-extra-x.org%2fy: 2',
        'impersonate-group: a',
        'impersonate-group: b',
        'impersonate-uid: 7',
        'impersonate-user: jane',
      ],
    ],
    [
      { context: 'impersonating', as: 'joe', asGroup: ['z'] },
      [
        bearer('t'),
        'impersonate-extra-x.org%2fy: 1',
        'impersonate-extra-x.org%2fy: 2',
        'impersonate-group: z',
        'impersonate-uid: 7',
        'impersonate-user: joe',
      ],
    ],
  ];
  const sorted = () => [...seen.filter((line) => !line.startsWith('path'))].sort();

  it.each(cases)('with %j: %j', async (options, sent) => {
    await send(options);
    expect(sorted()).toEqual([...sent].sort());
  });

  it.skipIf(!hasKubectl).each(cases)('by kubectl with %j: %j', async (options, sent) => {
    const answer = await kubectl(['get', '--raw', '/x', ...argumentsOf(options)], {
      KUBECONFIG: writeKubeconfig(),
    });
    expect(answer).toBe(sent.length === 0 ? null : '{}');
    expect(sorted()).toEqual([...sent].sort());
  });

  it('keeps the base path of the server', async () => {
    await send({ server: 'SERVER/base/' });
    expect(seen[0]).toBe('path: /base/x');
  });

  it('is in nothing that the connection shows', () => {
    const connection = connect({ kubeconfig: writeKubeconfig(), context: 'basic', token: 's3cret' }, {});
    expect(inspect(connection, { depth: 9, showHidden: true })).not.toMatch(/s3cret|p:w/);
  });

  it('lets --token win over a token file, which kubectl does not', async () => {
    await send({ context: 'both', token: 'flag' });
    expect(sorted()).toEqual([bearer('flag')]);
  });
});

describe('what is refused', () => {
  const cases: readonly [options: ConnectionOptions, message: RegExp][] = [
    [{ context: 'prod' }, /^context "prod" does not exist in .*config \(contexts: token, file, /],
    [{ cluster: 'x' }, /^cluster "x" does not exist in .* \(clusters: c, data, wrong-name, insecure\)$/],
    [{ user: 'x' }, /^user "x" does not exist in .* \(users: token, /],
    [{ context: 'groups-only' }, /need a user to impersonate: add --as$/],
    [{ asUid: '1' }, /need a user to impersonate: add --as$/],
    [{ context: 'half' }, /^user "half" has a client certificate without a client key$/],
    [{ context: 'gcp' }, /^user "gcp" logs in with the auth provider "gcp", which is not supported/],
    [{ context: 'no-mode' }, /^the credential plugin of user "no-mode" needs an interactiveMode/],
    [{ context: 'alpha' }, /^the credential plugin of user "alpha" needs an apiVersion, one of /],
    [{ context: 'no-command' }, /^the credential plugin of user "no-command" has no command$/],
    [
      { context: 'line-break' },
      /^the token of user "line-break" holds a line break or another control character$/,
    ],
    [{ requestTimeout: '1 day' }, /^--request-timeout "1 day" is neither seconds nor a duration/],
    [{ certificateAuthority: '/nowhere' }, /^certificate authority \/nowhere cannot be read \(ENOENT\)$/],
    [
      { clientCertificate: '/nowhere', clientKey: '/nowhere' },
      /^client certificate of user "token" \/nowhere cannot be read \(ENOENT\)$/,
    ],
    [{ insecureSkipTlsVerify: true, certificateAuthority: tlsFile('ca.crt') }, /exclude each other$/],
    [{ server: 'ftp://x' }, /is not an http or https URL$/],
  ];

  it.each(cases)('%j', (options, message) => {
    expect(() => connect({ kubeconfig: writeKubeconfig(), ...options }, {})).toThrow(message);
  });

  it.skipIf(!hasKubectl).each(cases)('by kubectl: %j', async (options) => {
    const answer = await kubectl(['get', '--raw', '/x', ...argumentsOf(options)], {
      KUBECONFIG: writeKubeconfig(),
    });
    expect(answer).toBeNull();
  });
});
