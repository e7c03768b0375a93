import { describe, expect, it } from 'vitest';
import {
  accountLists,
  type Edit,
  edited,
  holds,
  lists,
  listsNothing,
  movedTo,
  onMachine,
} from '../support/capture-edits.ts';
import { captureObjects, diagnoseObjects } from '../support/captures.ts';
import { login, pullSecret, type SecretSpec } from '../support/objects.ts';
import { jwtUntil } from '../support/tokens.ts';

const extra = (spec: SecretSpec): readonly Edit[] => [holds('extra', spec), lists('extra')];
const entry = (location: string, user = 'janedoe', password = 'c0rrect-horse') =>
  pullSecret({ [location]: login(user, password) });
const opaque: SecretSpec = { type: 'Opaque', data: entry('registry.acme.test').data };
const malformed = pullSecret({ 'registry.acme.test': { auth: 'ab!d' } });

/**
 * A recording with its cause, a state beside it that explains nothing of it, and the rule that may
 * only notice that state.
 */
const combinations: readonly (readonly [string, string, string, readonly Edit[]])[] = [
  [
    'tls-unknown-ca',
    'registry-tls-untrusted',
    'pull-secret-registry-mismatch',
    [holds('regcred', entry('selfsigned.acme.test:8443'))],
  ],
  ['tls-unknown-ca', 'registry-tls-untrusted', 'pull-secret-missing', [lists('gone')]],
  [
    'tls-expired',
    'registry-tls-expired',
    'credential-expired',
    extra(entry('expired.acme.test', 'ci', jwtUntil('2026-01-01T00:00:00Z'))),
  ],
  ['tag-typo', 'image-not-found', 'pull-secret-missing', [lists('gone')]],
  ['tag-typo', 'image-not-found', 'pull-secret-wrong-type', extra(opaque)],
  ['repo-missing', 'image-not-found', 'credential-mangled', extra(entry('registry.acme.test', 'robot$'))],
  ['dns-failure', 'registry-dns-failure', 'pull-secret-wrong-type', extra(opaque)],
  ['dns-failure', 'registry-dns-failure', 'pull-secret-malformed', extra(malformed)],
  ['dns-failure-and-wrong-secret', 'registry-dns-failure', 'pull-secret-missing', [lists('gone')]],
  [
    'registry-503',
    'registry-unavailable',
    'credential-whitespace',
    extra(entry('broken.acme.test', 'janedoe', 'c0rrect-horse\n')),
  ],
  [
    'registry-503',
    'registry-unavailable',
    'service-account-secret-not-injected',
    [holds('extra', entry('broken.acme.test')), accountLists('extra')],
  ],
  [
    'conn-refused',
    'registry-connection-refused',
    'credential-empty',
    extra(pullSecret({ 'down.acme.test': {} })),
  ],
  [
    'conn-refused',
    'registry-connection-refused',
    'service-account-secret-shadowed',
    [...extra(entry('ghcr.io')), holds('listed', entry('down.acme.test')), accountLists('listed')],
  ],
  [
    'http-registry',
    'registry-plain-http',
    'pull-secret-registry-mismatch',
    extra(entry('Plain.acme.test:5000')),
  ],
  ['http-registry', 'registry-plain-http', 'pull-secret-registry-mismatch', extra(entry('plain.acme.test'))],
  ['helm-chart', 'image-not-runnable', 'pull-secret-missing', [lists('gone')]],
  [
    'platform-index',
    'image-platform-mismatch',
    'credential-mangled',
    extra(entry('registry.acme.test', 'janedoe', '<your-password>')),
  ],
  ['never-pull', 'image-never-pull', 'pull-secret-malformed', extra(malformed)],
  ['invalid-image-name', 'image-reference-invalid', 'pull-secret-missing', [lists('gone')]],
  ['ghcr-no-access', 'credential-lacks-access', 'pull-secret-missing', [lists('gone')]],
  ['basic-wrong-password', 'credential-rejected', 'pull-secret-wrong-type', extra(opaque)],
  ['token-wrong-password', 'credential-rejected', 'pull-secret-missing', [lists('gone')]],
];

describe('a state that cannot explain the failure', () => {
  it.each(combinations)('%s stays %s beside %s', async (name, cause, noticed, edits) => {
    const [before] = await diagnoseObjects(captureObjects(name));
    expect(before?.images[0]?.cause).toBe(cause);
    expect(before?.images[0]?.findings.map((finding) => finding.rule)).not.toContain(noticed);

    const [after] = await diagnoseObjects(edited(captureObjects(name), edits));
    const findings = after?.images[0]?.findings ?? [];
    expect(after?.images[0]?.cause).toBe(cause);
    expect(findings.filter((one) => one.severity === 'error').map((one) => one.rule)).toEqual([cause]);
    expect(findings.find((one) => one.rule === noticed)?.severity).toBe('warning');
  });
});

describe('a state that can explain the failure', () => {
  const causeOf = async (name: string, ...edits: Edit[]) => {
    const [pod] = await diagnoseObjects(edited(captureObjects(name), edits));
    return pod?.images[0]?.cause;
  };

  it('takes the place of the cause that it makes impossible', async () => {
    expect(await causeOf('basic-wrong-password', listsNothing)).toBe('no-pull-secret');
    expect(await causeOf('basic-wrong-password', listsNothing, lists('gone'))).toBe('pull-secret-missing');
    expect(await causeOf('basic-wrong-password', holds('regcred', opaque))).toBe('pull-secret-wrong-type');
    expect(await causeOf('basic-wrong-password', holds('regcred', entry('registry.acme.test:5000')))).toBe(
      'pull-secret-registry-mismatch',
    );
  });

  it('ranks what a Pod is made of before what its secrets hold', async () => {
    const broken = [holds('regcred', entry('Registry.acme.test')), lists('gone')];
    expect(await causeOf('basic-wrong-password', ...broken)).toBe('pull-secret-missing');
  });

  it('ranks the damage to a credential before its refusal', async () => {
    const damaged = entry('registry.acme.test', 'janedoe', 'c0rrect-horse\n');
    expect(await causeOf('basic-wrong-password', holds('regcred', damaged))).toBe('credential-whitespace');
    expect(await causeOf('ghcr-no-access', holds('regcred', entry('ghcr.acme.test', 'robot$')))).toBe(
      'credential-mangled',
    );
  });
});

describe('a registry of a cloud', () => {
  const ecr = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
  const aws = 'aws:///eu-central-1a/i-0abc';
  const findingsOf = async (name: string, providerID: string, ...edits: Edit[]) => {
    const moved = [movedTo('registry.acme.test', ecr), onMachine(providerID), ...edits];
    const [pod] = await diagnoseObjects(edited(captureObjects(name), moved));
    return (pod?.images[0]?.findings ?? []).map((one) => `${one.rule} ${one.severity} ${one.certainty}`);
  };

  it('is left to the identity of a node of that cloud, and of no other', async () => {
    expect(await findingsOf('basic-no-secret', aws)).toEqual(['node-identity-lacks-access error likely']);
    expect(await findingsOf('basic-no-secret', 'gce://acme/europe-west1-b/pool')).toEqual([
      'no-pull-secret error proven',
    ]);
    expect(await findingsOf('basic-no-secret', '')).toEqual(['no-pull-secret error proven']);
  });

  it('is not left to it where the Pod brings a secret of its own, or fails otherwise', async () => {
    const regcred = holds('regcred', entry(ecr));
    expect(await findingsOf('basic-wrong-password', aws, regcred)).toEqual([
      'credential-rejected error proven',
    ]);
    expect((await findingsOf('basic-no-secret', aws, lists('gone')))[0]).toBe(
      'pull-secret-missing error proven',
    );
    expect((await findingsOf('tag-typo', aws))[0]).toBe('image-not-found error proven');
  });
});
