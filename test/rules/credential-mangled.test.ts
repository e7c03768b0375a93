import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { base64, type Login, login, pullSecret } from '../support/objects.ts';
import { defaultImage } from '../support/scene.ts';
import { ecrTokenUntil, googleKeyFile, jwtOf, tokens } from '../support/tokens.ts';
import { unauthorized } from '../support/words.ts';

const rule = 'credential-mangled';
const says = unauthorized(defaultImage);
const sceneOf = (entry: Login) => ({ says, secrets: { regcred: pullSecret({ 'registry.acme.io': entry }) } });
const sound = login('janedoe', 'c0rrect-horse');

describe(rule, () => {
  it.each([
    ['placeholder', login('janedoe', '<your-password>'), 'holds a placeholder as password'],
    ['placeholder', login('$REGISTRY_USER', 'c0rrect-horse'), 'holds a placeholder as username'],
    ['robot-name-cut', login('robot$', 'c0rrect-horse'), 'has a robot name cut at `$`'],
    ['double-encoded', login('janedoe', base64('janedoe:c0rrect-horse')), 'is base64 twice over'],
    [
      'auth-disagrees',
      { ...sound, password: 'an0ther-one' },
      'says one thing in `auth` and another in `username` and `password`',
    ],
  ])('sees %s', async (damage, entry, what) => {
    const image = await diagnoseImage(sceneOf(entry));
    expect(verdict(image)).toEqual(['credential-mangled error proven']);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(`the credential for \`registry.acme.io\` in pull secret \`regcred\` ${what}`);
    expect(finding.facts).toEqual({ secret: 'regcred', entry: 'registry.acme.io', damage });
    expect(commandsOf(finding)[0]).toContain('--docker-password="$REGISTRY_PASSWORD" --dry-run=client');
  });

  it('asks for the user name anew where a shell may have eaten part of it', async () => {
    const finding = findingOf(await diagnoseImage(sceneOf(login('robot$', 'c0rrect-horse'))), rule);
    expect(commandsOf(finding)).toEqual([
      'kubectl create secret docker-registry regcred -n shop --docker-server=registry.acme.io --docker-username="$REGISTRY_USERNAME" --docker-password="$REGISTRY_PASSWORD" --dry-run=client -o yaml | kubectl apply -f -',
    ]);
  });

  const ecrHost = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
  const acr = jwtOf({ iss: 'Azure Container Registry', grant_type: 'refresh_token' });
  const nobody = '00000000-0000-0000-0000-000000000000';
  const ecrToken = ecrTokenUntil('2026-03-05T20:00:00Z');
  const sceneAt = (host: string, entry: Login) => {
    const image = `${host}/acme-prod/api:1.4`;
    const regcred = { ...pullSecret({ [host]: entry }), writtenAt: '2026-03-05T11:45:00Z' };
    return { image, says: unauthorized(image), secrets: { regcred } };
  };

  it.each([
    [ecrHost, 'janedoe', ecrToken, 'an ECR token', 'AWS'],
    ['gcr.io', 'janedoe', tokens.google, 'a Google access token', 'oauth2accesstoken'],
    ['acme.azurecr.io', 'janedoe', acr, 'an ACR token', nobody],
    ['registry.gitlab.com', 'janedoe', tokens.gitlabJob, 'a GitLab job token', 'gitlab-ci-token'],
    ['nvcr.io', 'janedoe', tokens.nvidia, 'an NVIDIA API key', '$oauthtoken'],
    ['gcr.io', 'janedoe', googleKeyFile('acme-prod'), 'a key of a Google service account', '_json_key'],
  ])(
    'sees that at %s the user %s does not go with the password',
    async (host, user, password, name, wanted) => {
      const image = await diagnoseImage(sceneAt(host, login(user, password)));
      expect(verdict(image)).toEqual(['credential-mangled error proven']);
      const finding = findingOf(image, rule);
      expect(finding.what).toContain('has the wrong user name for its password');
      expect(finding.why[0]?.says).toBe(
        `has the entry ${host}: user \`janedoe\`; the password has the form of ${name}, which goes with the user \`${wanted}\``,
      );
      expect(finding.facts['damage']).toBe('wrong-user');
      const word = wanted.startsWith('$') ? `'--docker-username=${wanted}'` : `--docker-username=${wanted}`;
      expect(commandsOf(finding)[0]).toContain(word);

      const right = await diagnoseImage(sceneAt(host, login(wanted, password)));
      expect(right.findings.map((one) => one.rule)).not.toContain(rule);
      const running = { ...sceneAt(host, login(user, password)), state: 'running' as const };
      await expectHealthy(running, rule);
    },
  );

  it('sees that a shell ate the whole user name', async () => {
    const finding = findingOf(await diagnoseImage(sceneAt('nvcr.io', login('', tokens.nvidia))), rule);
    expect(finding.why[0]?.says).toContain('no user name; the password has the form of an NVIDIA API key');
  });

  it('sees an AWS access key where ECR takes a token, and shows nothing of it', async () => {
    const scene = sceneAt(ecrHost, login('AKIAIOSFODNN7EXAMPLE', 'c0rrect-horse'));
    const finding = findingOf(await diagnoseImage(scene), rule);
    expect(finding.what).toContain('has an AWS access key in place of a token');
    expect(commandsOf(finding)[0]).toContain('--docker-username=AWS ');
    expect(JSON.stringify(finding)).not.toMatch(/AKIA|EXAMPLE/);
    // elsewhere an access key may be a login
    const elsewhere = sceneOf(login('AKIAIOSFODNN7EXAMPLE', 'c0rrect-horse'));
    expect(verdict(await diagnoseImage(elsewhere))).toEqual(['credential-rejected error proven']);
  });

  const keyFile = googleKeyFile('acme-prod');
  it.each([
    ['key-file-not-json', '{', 'the password, 1 character, is meant as a key file'],
    ['key-file-incomplete', googleKeyFile('acme-prod', { client_email: '' }), 'has no `client_email`'],
    [
      'key-file-other-kind',
      googleKeyFile('acme-prod', { type: 'authorized_user' }),
      'another than service_account',
    ],
    ['key-file-escaped-newlines', keyFile.replaceAll('\\n', '\\\\n'), 'escaped twice'],
  ])('sees %s', async (damage, password, why) => {
    const image = await diagnoseImage(sceneAt('gcr.io', login('_json_key', password)));
    expect(verdict(image)).toEqual(['credential-mangled error proven']);
    const finding = findingOf(image, rule);
    expect(finding.facts['damage']).toBe(damage);
    expect(finding.why[0]?.says).toContain(why);
    expect(commandsOf(finding)[0]).toContain('--docker-username=_json_key ');
  });

  it('leaves a sound key file alone, plain or encoded', async () => {
    for (const entry of [login('_json_key', keyFile), login('_json_key_base64', base64(keyFile))]) {
      const image = await diagnoseImage(sceneAt('europe-docker.pkg.dev', entry));
      expect(verdict(image)).toEqual(['credential-rejected error proven']);
      await expectHealthy({ secrets: { regcred: pullSecret({ 'registry.acme.io': entry }) } }, rule);
    }
  });

  it('leaves a whole robot name and the user of NVIDIA alone', async () => {
    for (const user of ['robot$shop+ci', '$oauthtoken']) {
      const image = await diagnoseImage(sceneOf(login(user, 'c0rrect-horse')));
      expect(verdict(image)).toEqual(['credential-rejected error proven']);
    }
  });

  it('says nothing of a sound entry', async () => {
    await expectHealthy({ secrets: { regcred: pullSecret({ 'registry.acme.io': sound }) } }, rule);
  });

  it('proves nothing while the secret may not be read', async () => {
    const scene = sceneOf(login('robot$', 'c0rrect-horse'));
    await expectUnproven({ ...scene, unread: { 'secrets/regcred': 'denied' } }, rule);
  });
});
