import { describe, expect, it } from 'vitest';
import type { Command, Fix } from '../../../src/model/finding.ts';
import { storableFix } from '../../../src/rules/shared/fixes/storable.ts';

const fixOf = (...pipeline: readonly Command[]): Fix => ({
  title: 'do it',
  pipeline,
  effect: 'changes',
  after: 'then wait',
});

describe('storableFix', () => {
  it.each<Command>([
    ['kubectl', 'get', 'secret', 'regcred', '-n', 'shop'],
    ['kubectl', 'delete', 'pod', 'web-5bf7847f96-7hlch', '-n', 'shop'],
    ['kubectl', 'rollout', 'restart', 'deployment/web', '-n', 'shop'],
    ['kubectl', 'set', 'image', 'deployment/web', 'app=registry.acme.io:5000/shop/api:1.5', '-n', 'shop'],
    [
      'kubectl',
      'create',
      'secret',
      'docker-registry',
      'a.b',
      '-n',
      'x',
      '--docker-server=https://index.docker.io/v1/',
    ],
    ['kubectl', 'get', 'nodes', '-L', 'kubernetes.io/os,kubernetes.io/arch'],
    ['kubectl', 'patch', '--local', '-f', '-', '--type=merge', '-p', '{"a":"-b"}', '-o', 'json'],
    ['skopeo', 'list-tags', 'docker://registry.acme.io/shop/api'],
  ])('keeps %j', (...command) => {
    const fix = fixOf(command as unknown as Command);
    expect(storableFix(fix)).toBe(fix);
  });

  it.each<[string, Command]>([
    ['begins with `-`', ['kubectl', 'get', 'secret', '--server=https://evil.example', '-n', 'shop']],
    ['begins with `-`', ['kubectl', 'delete', 'pod', 'web', '-n', '-A']],
    ['begins with `-`', ['kubectl', 'rollout', 'restart', 'deployment/--as=x', '-n', 'shop']],
    ['begins with `-`', ['kubectl', 'set', 'image', 'pod/web', '--previous=nginx:1', '-n', 'shop']],
    ['begins with `-`', ['kubectl', 'get', 'pod', '-', '-n', 'shop']],
    ['begins with `-`', ['kubectl', 'get', 'pod', '--', '-n', 'shop']],
    ['is none that Kubernetes stores', ['kubectl', 'get', 'secret', '$(reboot)', '-n', 'shop']],
    ['is none that Kubernetes stores', ['kubectl', 'get', 'secret', 'Regcred', '-n', 'shop']],
    ['is none that Kubernetes stores', ['kubectl', 'get', 'secret', 'regcred', '-n', 'a.b']],
    ['is longer than 253', ['kubectl', 'get', 'secret', 'a'.repeat(254), '-n', 'shop']],
    ['holds U+200B', ['kubectl', 'get', 'secret', 'reg\u200bcred', '-n', 'shop']],
    ['holds U+202E', ['kubectl', 'create', 'secret', 'generic', 'x', '--docker-username=a\u202e']],
  ])('a name that %s has no command', (fault, command) => {
    const fix = storableFix(fixOf(['kubectl', 'get', 'nodes'], command));
    expect(fix).toMatchObject({ title: 'do it', pipeline: [], effect: 'none' });
    expect(fix.after).toContain(`there is no command for it: `);
    expect(fix.after).toContain(fault);
  });

  it('leaves fixes without commands and words to be filled in alone', () => {
    const none = fixOf();
    expect(storableFix(none)).toBe(none);
    const filled = fixOf(['kubectl', 'apply', '-f', '-', { prefix: '--docker-password=', fillIn: 'X' }]);
    expect(storableFix(filled)).toBe(filled);
  });
});
