// biome-ignore-all format: one row a line
import { basic, bearer, jane, type Row } from './row.ts';

export const serverRows: readonly Row[] = [
  { what: 'a server in place of the cluster’s', args: '-s https://SERVER/s', sees: '/s shop Bearer inline' },
  { what: 'a server without a scheme', args: '--server=PLAIN', sees: '/ shop http' },
  { what: 'a server with a base path', args: '--cluster=rancher', sees: '/k8s/clusters/c-m-1 shop Bearer inline' },
  { what: 'a server with query and fragment', args: '--cluster=query', sees: '/q shop Bearer inline' },
  { what: 'a server with a user in its URL', args: '--cluster=user-in-url', sees: `/uu shop ${basic('jane:pw')}` },
  { what: 'plain http carries no credentials', args: '--cluster=plain', sees: '/plain shop http' },
  { what: 'plain http, with a token', args: '--cluster=plain --token=t', sees: '/plain shop http' },
  { what: 'plain http, with a user to impersonate', args: '--cluster=plain --as=jane', sees: `/plain shop http, ${jane}` },
  { what: 'plain http without a user', args: '--context=userless --cluster=plain', sees: '/plain default http' },
  { what: 'an address without a scheme is plain http', args: '--cluster=no-scheme', sees: '/ shop http' },
  { what: 'another scheme', args: '--cluster=ftp', refuses: /not an http or https URL$/ },
  { what: 'a cluster without a server', args: '--cluster=no-server', refuses: /no cluster with a server$/ },
  { what: 'a cluster without a server, with one', args: '--cluster=no-server --server=https://SERVER/s', sees: '/s shop Bearer inline' },
  { what: 'a server and no kubeconfig', env: { KUBECONFIG: '' }, args: '-s https://SERVER --token=t --certificate-authority=TLS/ca.crt', sees: '/ default Bearer t' },
  { what: 'a plain server and no kubeconfig', env: { KUBECONFIG: '' }, args: '-s http://PLAIN', sees: '/ default http' },
  { what: 'KUBERNETES_MASTER and no kubeconfig', env: { KUBECONFIG: '', KUBERNETES_MASTER: 'http://PLAIN/m' }, sees: '/m default http' },
  { what: 'KUBERNETES_MASTER with a login', env: { KUBECONFIG: '', KUBERNETES_MASTER: 'http://u:p@PLAIN/m' }, sees: '/m default http, Basic dTpw' },
  { what: 'KUBERNETES_MASTER and a kubeconfig', env: { KUBERNETES_MASTER: 'http://PLAIN/m' }, sees: bearer('inline') },
  { what: 'KUBERNETES_MASTER and a cluster without a server', env: { KUBERNETES_MASTER: 'http://PLAIN/m' }, args: '--cluster=no-server', sees: '/m shop http' },
  { what: 'KUBERNETES_MASTER over https', env: { KUBERNETES_MASTER: 'https://SERVER/m' }, args: '--context=clusterless --certificate-authority=TLS/ca.crt', sees: '/m default Bearer inline' },
  { what: 'no kubeconfig at all', env: { KUBECONFIG: '' }, refuses: /^no cluster is configured/ },
];
