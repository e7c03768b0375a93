import { describe, expect, it } from 'vitest';
import { tokenKind } from '../../../src/kubelet/credentials/token-kind.ts';
import { homeOf } from '../../../src/rules/shared/tokens/token-homes.ts';
import { tokenKinds, tokenName } from '../../../src/rules/shared/tokens/token-kinds.ts';
import { tokens } from '../../support/tokens.ts';

const registries: Readonly<Record<string, readonly string[]>> = {
  GitHub: ['ghcr.io', 'docker.pkg.github.com', 'containers.acme.ghe.com'],
  GitLab: ['registry.gitlab.com', 'registry.gitlab.acme.io:5050', 'gitlab.acme.io:5050'],
  'Docker Hub': ['docker.io', 'registry-1.docker.io', 'index.docker.io'],
  ECR: [
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    '123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com',
    '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn',
    '123456789012.dkr-ecr.eu-west-1.on.aws',
    'public.ecr.aws',
  ],
  Google: ['gcr.io', 'eu.gcr.io', 'europe-west3-docker.pkg.dev'],
  Azure: ['acme.azurecr.io', 'acme.azurecr.cn'],
  DigitalOcean: ['registry.digitalocean.com'],
  NVIDIA: ['nvcr.io'],
  OpenShift: ['image-registry.openshift-image-registry.svc:5000'],
  Quay: ['quay.io'],
};

describe('homeOf', () => {
  it.each(Object.entries(registries))('knows the registries of %s', (home, hosts) => {
    expect(hosts.map(homeOf)).toEqual(hosts.map(() => home));
  });

  it.each([
    'registry.acme.io',
    'ghcr.io.acme.io',
    'notdocker.io',
    '12345.dkr.ecr.eu-west-1.amazonaws.com',
    'mygitlab.com',
    'acme.pkg.dev',
    'localhost:5000',
  ])('%s may be anyone’s', (host) => {
    expect(homeOf(host)).toBeNull();
  });
});

describe('tokenKinds', () => {
  it('has a home that homeOf knows for every kind, or none', () => {
    const homes = [...tokenKinds.values()].flatMap(({ home }) => (home === null ? [] : [home]));
    expect(Object.keys(registries)).toEqual(expect.arrayContaining(homes));
  });

  it('has a row for every kind of token that is told by its form', () => {
    const kinds = Object.values(tokens).map((text) => tokenKind(text) ?? '');
    expect([...tokenKinds.keys()]).toEqual(expect.arrayContaining(kinds));
    expect(tokenName('jwt')).toBe('a JSON web token');
  });
});
