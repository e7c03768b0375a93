import { describe, expect, it } from 'vitest';
import { diagnoseImage } from '../support/evidence.ts';
import { messageOf, waitingWith } from '../support/messages.ts';
import type { Scene } from '../support/scene.ts';
import { testWords } from '../support/words-table.ts';

testWords([
  {
    rule: 'registry-dns-failure',
    message: 'm-4e5f61e219',
    what: 'worker-3 cannot resolve `registry.invalid`',
    from: ['registry.invalid', '127.0.0.53:53', null],
  },
  {
    rule: 'registry-connection-refused',
    message: 'm-86d8d5b530',
    what: '`172.18.0.2:5000` refuses connections',
    from: ['172.18.0.2:5000', '172.18.0.2:5000', null],
  },
  {
    rule: 'registry-timeout',
    message: 'm-5604aec36a',
    what: '`docker.io` (31.13.80.37:443) does not answer worker-3 in time',
    from: ['docker.io', '31.13.80.37:443', null],
  },
  {
    rule: 'registry-unreachable',
    message: 'm-fe6cb46dbc',
    what: 'worker-3 has no route to `registry.cn-hangzhou.aliyuncs.com` (120.55.105.209:443)',
    from: ['registry.cn-hangzhou.aliyuncs.com', '120.55.105.209:443', null],
  },
  {
    rule: 'registry-connection-reset',
    message: 'm-f93b2f4311',
    what: 'the connection to `registry-1.docker.io` (100.50.6.117:443) was cut during the pull',
    from: ['registry-1.docker.io', '100.50.6.117:443', null],
  },
  {
    rule: 'registry-connection-reset',
    message: 'm-afbb3332d9',
    what: 'the connection to `cdn01.quay.io` was cut during the pull',
    from: ['cdn01.quay.io', null, null],
  },
  {
    rule: 'registry-proxy-failure',
    message: 'm-56630174bf',
    what: 'the proxy that worker-3 pulls through does not let the pull pass',
    from: ['192.168.31.198:7222', '192.168.31.198:7222', null],
  },
  {
    rule: 'registry-mirror-misconfigured',
    message: 'm-93e4c9f596',
    what: 'the mirror configuration of worker-3 does not lead to the image',
    from: ['docker.io', null, null],
  },
]);

describe('whose address it was', () => {
  const whose = async (scene: Scene) => {
    const { why } = (await diagnoseImage(scene)).findings[0] ?? { why: [] };
    return why.find((one) => one.source === 'the image')?.says;
  };

  it("says nothing where it is the image's own registry, Docker Hub's other names included", async () => {
    expect(await whose(waitingWith(messageOf('m-4e5f61e219')))).toBe(undefined);
    expect(await whose(waitingWith(messageOf('m-f93b2f4311')))).toBe(undefined);
  });

  it('names a mirror, a proxy, and a host that the registry led to', async () => {
    expect(await whose(waitingWith(messageOf('m-e640854d52')))).toBe(
      'is of docker.io; mirror.example.com is a mirror set up in the runtime of the node',
    );
    expect(await whose(waitingWith(messageOf('m-56630174bf')))).toBe(
      'is of registry.acme.io; 192.168.31.198:7222 is the proxy of the runtime',
    );
    expect(await whose({ ...waitingWith(messageOf('m-afbb3332d9')), image: 'quay.io/acme/app:1.0' })).toBe(
      'is of quay.io; cdn01.quay.io is the store that the registry keeps its layers in',
    );
  });
});
