import { describe, expect, it } from 'vitest';
import { parseImageReference } from '../../../src/kubelet/image/image-reference.ts';
import { cloudImage } from '../../../src/rules/shared/cloud/cloud-image.ts';

const read = (image: string) => cloudImage(parseImageReference(image));

describe('the cloud registry of an image', () => {
  it.each([
    ['123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/api', 'aws', '123456789012', 'aws'],
    ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/shop/api', 'aws', '123456789012', 'aws-us-gov'],
    ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/shop/api', 'aws', '123456789012', 'aws-cn'],
    ['123456789012.dkr-ecr.eu-west-1.on.aws/shop/api', 'aws', '123456789012', 'aws'],
    ['public.ecr.aws/acme/api', 'aws', null, 'aws'],
    ['europe-docker.pkg.dev/acme-prod/apps/api', 'google', 'acme-prod', null],
    ['europe-west1-docker.pkg.dev/acme.io/prod/apps/api', 'google', 'acme.io:prod', null],
    ['gcr.io/acme-prod/api', 'google', 'acme-prod', null],
    ['eu.gcr.io/acme-prod/api', 'google', 'acme-prod', null],
    ['acme.azurecr.io/api', 'azure', null, null],
    ['acme.eastus.geo.azurecr.io/api', 'azure', null, null],
    ['acme.azurecr.cn/api', 'azure', null, null],
  ])('%s', (image, cloud, owner, partition) => {
    expect(read(image)).toMatchObject({ cloud, owner, partition });
  });

  it.each([
    'nginx',
    'ghcr.io/acme/api',
    'mirror.gcr.io/library/nginx',
    'mcr.microsoft.com/dotnet/runtime',
    'ecr.acme.test/shop/api',
    '123456789012.dkr.ecr.eu-central-1.amazonaws.com.acme.test/shop/api',
    'azurecr.io/api',
    'npm.pkg.dev/acme-prod/api',
    'registry.acme.io/gcr.io/acme-prod/api',
    'not an image',
  ])('is none for %s', (image) => {
    expect(read(image)).toBe(null);
  });
});
