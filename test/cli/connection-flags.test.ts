import { describe, expect, it } from 'vitest';
import { carriedFlags, connectionFlags, toConnectionOptions } from '../../src/cli/args/connection-flags.ts';
import { commandsOfRun } from './run-offline.ts';

const token = 'Zx81token-of-the-user';

describe('carriedFlags', () => {
  it('carries what was given, in the order of the help', () => {
    expect(
      carriedFlags({
        as: 'jane',
        context: 'prod',
        kubeconfig: '/tmp/my config',
        'as-group': ['ops', 'dev'],
        'insecure-skip-tls-verify': true,
      }),
    ).toEqual([
      '--kubeconfig=/tmp/my config',
      '--context=prod',
      '--as=jane',
      '--as-group=ops',
      '--as-group=dev',
      '--insecure-skip-tls-verify',
    ]);
  });

  it('leaves out what was not given, was turned off, or belongs to this run alone', () => {
    expect(
      carriedFlags({
        'insecure-skip-tls-verify': false,
        context: '',
        cluster: undefined,
        namespace: 'shop',
        'request-timeout': '5s',
        'disable-compression': true,
      }),
    ).toEqual([]);
  });

  it('never carries a token', () => {
    const carried = carriedFlags({ token, server: 'https://10.0.0.1' });
    expect(JSON.stringify(carried)).not.toContain(token);
    expect(carried).toEqual(['--server=https://10.0.0.1', { prefix: '--token=', fillIn: 'KUBE_TOKEN' }]);
  });

  it("never carries a login in the server's URL", () => {
    expect(carriedFlags({ server: 'https://joe:c0rrect-horse@10.0.0.1:6443/k8s?token=a' })).toEqual([
      '--server=https://10.0.0.1:6443/k8s',
    ]);
  });

  it('never carries a password, but whose it is', () => {
    const carried = carriedFlags({ username: 'joe', password: 'c0rrect-horse' });
    expect(carried).toEqual(['--username=joe', { prefix: '--password=', fillIn: 'KUBE_PASSWORD' }]);
  });

  it.each(Object.keys(connectionFlags))('--%s has a connection option', (name) => {
    const { type, multiple } = { multiple: false, ...connectionFlags[name as keyof typeof connectionFlags] };
    const value = type === 'boolean' ? true : multiple ? ['value'] : 'value';
    const option = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const given = Object.entries(toConnectionOptions({ [name]: value })).filter(
      ([, one]) => one !== undefined,
    );
    expect(given).toEqual([[option, value]]);
  });
});

describe('in the suggested commands', () => {
  it('the flags stand behind kubectl, quoted; the last of two counts', async () => {
    const [command] = await commandsOfRun(
      ...['--context', 'old', '--context', "jane's prod", '--as-group=a', '--as-group', 'b'],
      ...['--insecure-skip-tls-verify', '--insecure-skip-tls-verify=false', '--request-timeout=5s'],
    );
    expect(command).toMatch(
      /^kubectl '--context=jane'\\''s prod' --as-group=a --as-group=b create secret docker-registry regcred -n shop /,
    );
    expect(command).toMatch(/ \| kubectl '--context=jane'\\''s prod' --as-group=a --as-group=b apply -f -$/);
  });

  it('a token is a variable to fill in', async () => {
    const commands = await commandsOfRun('--token', token);
    expect(commands.join()).not.toContain(token);
    expect(commands[0]).toMatch(/^kubectl --token="\$KUBE_TOKEN" create secret /);
  });

  it('a password is a variable to fill in', async () => {
    const commands = await commandsOfRun('--username=joe', '--password', token);
    expect(commands.join()).not.toContain(token);
    expect(commands[0]).toMatch(/^kubectl --username=joe --password="\$KUBE_PASSWORD" create secret /);
  });

  it('without flags there are none', async () => {
    expect((await commandsOfRun())[0]).toMatch(/^kubectl create secret docker-registry regcred -n shop /);
  });
});
