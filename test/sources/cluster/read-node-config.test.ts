import { describe, expect, it } from 'vitest';
import { toFlags, toSettings } from '../../../src/sources/cluster/read-node-config.ts';

describe('/flagz', () => {
  const warning =
    'Warning: This endpoint is not meant to be machine parseable: it is for debugging purposes only.';

  it.each([
    [
      'of 1.37',
      `\nkubelet flagz\n${warning}\nconfig: /etc/kubelet.yaml\nimage-credential-provider-config: /etc/providers.yaml\n`,
    ],
    [
      'with other separators',
      'kubelet flags\n--config=/etc/kubelet.yaml\n--image-credential-provider-config=/etc/providers.yaml\n',
    ],
    [
      'as JSON',
      JSON.stringify({
        kind: 'Flagz',
        flags: { config: 'x', 'image-credential-provider-config': '/etc/providers.yaml' },
      }),
    ],
  ])('tells the file of the plugins: %s', (_, page) => {
    expect(toFlags(page)).toEqual({ credentialProviderConfig: '/etc/providers.yaml' });
  });

  it.each([
    ['an empty line', 'kubelet flagz\nconfig: x\nimage-credential-provider-config: \nnext: y\n'],
    ['no line', 'kubelet flagz\nconfig: x\n'],
    [
      'JSON',
      JSON.stringify({ kind: 'Flagz', flags: { kubeconfig: 'x', 'image-credential-provider-config': '' } }),
    ],
  ])('tells that there is none: %s', (_, page) =>
    expect(toFlags(page)).toEqual({ credentialProviderConfig: null }),
  );

  it.each(['', '404 page not found', '<html></html>', '{}', '[]'])('is no such page: %j', (page) =>
    expect(toFlags(page)).toBeNull(),
  );
});

describe('/configz', () => {
  it('tells the settings of pulls', () => {
    const kubeletconfig = {
      ...{ kind: 'KubeletConfiguration', serializeImagePulls: false, registryPullQPS: 50 },
      imagePullCredentialsVerificationPolicy: 'NeverVerifyPreloadedImages',
    };
    expect(toSettings(JSON.stringify({ kubeletconfig }))).toEqual({
      ...{ imagePullCredentialsVerificationPolicy: 'NeverVerifyPreloadedImages', serializeImagePulls: false },
      ...{ maxParallelImagePulls: null, registryPullQPS: 50 },
    });
  });

  it.each(['', '{}', 'null', '{"kubeletconfig": 7}'])('is no such page: %j', (page) =>
    expect(toSettings(page)).toBeNull(),
  );
});
