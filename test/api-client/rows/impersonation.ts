// biome-ignore-all format: one row a line
import { jane, type Row } from './row.ts';

export const impersonationRows: readonly Row[] = [
  { what: 'a user to impersonate', args: '--as=jane', sees: `/c shop Bearer inline, ${jane}` },
  { what: 'groups to impersonate', args: '--as=jane --as-group=x --as-group=y,z', sees: `/c shop Bearer inline, impersonate-group=x, impersonate-group=y,z, ${jane}` },
  { what: 'a UID to impersonate', args: '--as=jane --as-uid=9', sees: `/c shop Bearer inline, impersonate-uid=9, ${jane}` },
  { what: 'groups without a user', args: '--as-group=x', refuses: /need a user to impersonate: add --as$/ },
  { what: 'a UID without a user', args: '--as-uid=9', refuses: /need a user to impersonate: add --as$/ },
  { what: 'groups of an entry without a user', args: '--user=groups-only', refuses: /need a user to impersonate/ },
  { what: 'groups of an entry, with a user by flag', args: '--user=groups-only --as=jane', sees: `/c shop Bearer t, impersonate-group=a, ${jane}` },
  { what: 'impersonation of an entry', args: '--context=impersonating', sees: `/c default Bearer t, impersonate-extra-x.org%2fy=1, impersonate-extra-x.org%2fy=2, impersonate-group=a, impersonate-group=b, c, impersonate-uid=7, ${jane}` },
  { what: 'another user over an entry’s', args: '--context=impersonating --as=joe --as-group=z', sees: '/c default Bearer t, impersonate-extra-x.org%2fy=1, impersonate-extra-x.org%2fy=2, impersonate-group=z, impersonate-uid=7, impersonate-user=joe' },
  { what: 'impersonation beside a certificate', args: '--user=pair --as=jane', sees: `/c shop cn=jane, ${jane}` },
  { what: 'impersonation through a plugin', args: '--user=exec --as=jane', sees: `/c shop Bearer from-plugin, ${jane}` },
];
