// biome-ignore-all format: one row a line
import { basic, bearer, type Row } from './row.ts';

export const pluginRows: readonly Row[] = [
  { what: 'a credential plugin', args: '--user=exec', sees: bearer('from-plugin') },
  { what: 'a credential plugin of the older version', args: '--user=exec-beta', sees: bearer('from-beta') },
  { what: 'a token before a plugin', args: '--user=exec-and-token', sees: bearer('inline') },
  { what: 'a token by flag before a plugin', args: '--user=exec --token=flag', sees: bearer('flag') },
  { what: 'a certificate before a plugin', args: '--user=exec-and-pair', sees: '/c shop cn=jane' },
  { what: 'a user name by flag before a plugin', args: '--user=exec --username=u --password=p', sees: `/c shop ${basic('u:p')}` },
  { what: 'a plugin over plain http is not run', args: '--user=exec --cluster=plain', sees: '/plain shop http' },
  { what: 'a plugin without its mode', args: '--user=no-mode', refuses: /needs an interactiveMode/ },
  { what: 'a plugin of a version that is gone', args: '--user=alpha', refuses: /needs an apiVersion/ },
  { what: 'a plugin without a command', args: '--user=no-command', refuses: /has no command$/ },
  { what: 'a plugin beside an auth provider', args: '--user=exec-and-provider', refuses: /exclude each other$/ },
  { what: 'an auth provider that is gone', args: '--user=gcp', refuses: /auth provider "gcp", which is not supported/ },
  { what: 'a token by flag over an auth provider that is gone', args: '--user=gcp --token=flag', sees: bearer('flag'), kubectl: { sees: null, since: 'kubectl refuses the provider first' } },
];
