import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { googleKeyFile } from '../support/tokens.ts';
import { unauthorized } from '../support/words.ts';

const rule = 'credential-whitespace';
const secretOf = (user: string, password: string) =>
  pullSecret({ 'registry.acme.io': login(user, password) });
const scene = {
  says: unauthorized(defaultImage),
  secrets: { regcred: secretOf('janedoe', 'c0rrect-horse\n') },
};

describe(rule, () => {
  it('sees the newline that echo left behind a password', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual(['credential-whitespace error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      'the password for `registry.acme.io` in pull secret `regcred` has white space at the edge',
    );
    expect(finding.why[0]?.says).toBe('has the entry registry.acme.io: a newline at the end of the password');
    expect(finding.facts).toEqual({
      secret: 'regcred',
      entry: 'registry.acme.io',
      edges: [{ field: 'password', edge: 'end', kinds: ['newline'] }],
    });
    expect(commandsOf(finding)).toEqual([
      'kubectl create secret docker-registry regcred -n shop --docker-server=registry.acme.io --docker-username=janedoe --docker-password="$REGISTRY_PASSWORD" --dry-run=client -o yaml | kubectl apply -f -',
    ]);
  });

  it('names every edge of user and password', async () => {
    const regcred = secretOf(' janedoe', '\tc0rrect-horse\r\n');
    const finding = findingOf(await diagnoseImage({ ...scene, secrets: { regcred } }), rule);
    expect(finding.what).toBe(
      'the username and password for `registry.acme.io` in pull secret `regcred` have white space at the edge',
    );
    expect(finding.why[0]?.says).toBe(
      'has the entry registry.acme.io: a space at the start of the username, a tab at the start of the password and a carriage return and a newline at the end of the password',
    );
  });

  it('counts the fields, not the edges', async () => {
    const regcred = secretOf('janedoe', ' c0rrect-horse ');
    const finding = findingOf(await diagnoseImage({ ...scene, secrets: { regcred } }), rule);
    expect(finding.what).toContain('the password for `registry.acme.io` in pull secret `regcred` has white');
  });

  it('asks for the user name anew where the white space is in it', async () => {
    const regcred = secretOf('janedoe ', 'c0rrect-horse');
    const finding = findingOf(await diagnoseImage({ ...scene, secrets: { regcred } }), rule);
    expect(commandsOf(finding)[0]).toContain('--docker-username="$REGISTRY_USERNAME"');
  });

  it('is only noticed where the pull fails for another reason or not at all', async () => {
    const image = await diagnoseImage({ secrets: scene.secrets });
    expect(verdict(image)).toEqual(['credential-whitespace warning proven']);
  });

  it('leaves white space inside a password alone', async () => {
    await expectHealthy({ secrets: { regcred: secretOf('janedoe', 'c0rrect horse') } }, rule);
  });

  it('leaves white space around the JSON of a key file alone, and sees it around its user', async () => {
    const file = `${googleKeyFile('acme-prod')}\n`;
    await expectHealthy({ secrets: { regcred: secretOf('_json_key', file) } }, rule);
    const regcred = secretOf('_json_key ', file);
    const finding = findingOf(await diagnoseImage({ ...scene, secrets: { regcred } }), rule);
    expect(finding.facts['edges']).toEqual([{ field: 'username', edge: 'end', kinds: ['space'] }]);
  });

  it('proves nothing while the secret may not be read', async () => {
    await expectUnproven({ ...scene, unread: { 'secrets/regcred': 'denied' } }, rule);
  });
});
