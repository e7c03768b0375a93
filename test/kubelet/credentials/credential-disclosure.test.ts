import fc from 'fast-check';
import { expect, it } from 'vitest';
import { authEntries } from '../../../src/kubelet/credentials/auth-entry.ts';
import { decodeDockerConfig } from '../../../src/kubelet/credentials/docker-config.ts';
import { encodeUtf8 } from '../../../src/kubelet/go/utf8.ts';
import { base64, login } from './secrets.ts';

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * Credentials of every form that the facts know, with a random core in every part that is a secret
 * or that nobody needs to see.
 */
const forms: readonly ((core: string) => string)[] = [
  (core) => core,
  (core) => ` ${core}\n`,
  (core) => `ghp_${core}`,
  (core) => `github_pat_${core}`,
  (core) => `glpat-${core}`,
  (core) => `dckr_oat_${core}`,
  (core) => `hvs.${core}`,
  (core) => `ya29.${core}`,
  (core) => `nvapi-${core}`,
  (core) => `<${core}>`,
  (core) => `\${${core}}`,
  (core) => base64(`janedoe:${core}`),
  (core) => base64(JSON.stringify({ payload: core, datakey: core, expiration: 1_900_000_000 })),
  (core) =>
    [{ kid: core }, { sub: core, aud: core, iss: core, exp: 1_900_000_000 }]
      .map(base64url)
      .concat(core)
      .join('.'),
  (core) =>
    [{ kid: core }, { iss: 'Azure Container Registry', grant_type: 'refresh_token', sub: core }]
      .map(base64url)
      .concat(core)
      .join('.'),
  (core) =>
    JSON.stringify({ type: 'service_account', private_key: core, private_key_id: core, client_id: core }),
  (core) =>
    JSON.stringify({
      type: 'service_account',
      private_key: `-----BEGIN PRIVATE KEY-----\\n${core}`,
      client_email: `${core}@acme-prod.iam.gserviceaccount.com`,
      project_id: 'acme-prod',
    }),
  (core) => base64(JSON.stringify({ type: core, client_email: core, private_key: core, [core]: core })),
  (core) => JSON.stringify({ type: 'service_account', private_key: core }).slice(0, -2),
];

const users = ['janedoe', 'AWS', 'robot$', '_json_key', '_json_key_base64', 'oauth2accesstoken', '', ' x'];
const core = fc.stringMatching(/^[0-9A-Za-z]{24,40}$/);

it('tells nothing of the text of any credential', () => {
  fc.assert(
    fc.property(core, fc.constantFrom(...forms), fc.constantFrom(...users), (secret, form, user) => {
      const auths = { 'registry.acme.io': login(user, form(secret)) };
      const config = decodeDockerConfig(encodeUtf8(JSON.stringify({ auths })), 'config.json');
      const [entry] = authEntries(config);
      const shown = JSON.stringify(entry);
      for (let at = 0; at + 8 <= secret.length; at++) expect(shown).not.toContain(secret.slice(at, at + 8));
      expect(shown).toContain('"passwordLength":');
    }),
    { numRuns: 2000 },
  );
});
