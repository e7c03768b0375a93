// biome-ignore-all format: one row a line
import { commonFiles } from './common-files.ts';
import { bearer, jane, kubeconfig, ofA, type Row } from './row.ts';

export const kubeconfigFilesRows: readonly Row[] = [
  { what: 'the first of two files', files: { a: kubeconfig('a'), b: kubeconfig('b') }, env: { KUBECONFIG: 'DIR/a:DIR/b' }, sees: ofA },
  { what: 'a context of the second file', files: { a: kubeconfig('a'), b: kubeconfig('b') }, env: { KUBECONFIG: 'DIR/b:DIR/a' }, args: '--context=a', sees: ofA },
  { what: 'entries of one name are not mixed', files: { a: kubeconfig('a', '').replace('token: a', 'as: jane'), b: kubeconfig('a') }, env: { KUBECONFIG: 'DIR/a:DIR/b' }, args: '--token=t', sees: `/a default Bearer t, ${jane}` },
  { what: 'a context over two files', files: { a: 'contexts: [{name: x, context: {cluster: b, user: b}}]\ncurrent-context: x', b: kubeconfig('b') }, env: { KUBECONFIG: 'DIR/a:DIR/b' }, sees: '/b default Bearer b' },
  { what: 'the second file has the current context', files: { a: kubeconfig('a').replace('current-context: a', ''), b: kubeconfig('b') }, env: { KUBECONFIG: 'DIR/a:DIR/b' }, sees: '/b default Bearer b' },
  { what: 'a file named twice', files: { a: kubeconfig('a') }, env: { KUBECONFIG: 'DIR/a:DIR/a' }, sees: ofA },
  { what: 'missing, empty and unnamed files', files: { a: kubeconfig('a'), none: '' }, env: { KUBECONFIG: 'DIR/gone::DIR/none:DIR/a:' }, sees: ofA },
  { what: 'a broken file behind a good one', files: { a: kubeconfig('a'), b: 'clusters: [' }, env: { KUBECONFIG: 'DIR/a:DIR/b' }, refuses: /^kubeconfig .*b is not valid YAML \(line 1\)$/ },
  { what: 'a folder in the list', files: { a: kubeconfig('a'), 'd/x': '' }, env: { KUBECONFIG: 'DIR/a:DIR/d' }, refuses: /cannot be read \(EISDIR\)$/ },
  { what: 'a path through a file', files: { a: kubeconfig('a') }, env: { KUBECONFIG: 'DIR/a/config' }, refuses: /cannot be read \(ENOTDIR\)$/ },
  { what: 'only missing files', env: { KUBECONFIG: 'DIR/gone' }, refuses: /^no cluster is configured: KUBECONFIG names no file that exists/ },
  { what: 'the tilde is not the home folder', env: { KUBECONFIG: '~/config', HOME: 'DIR' }, refuses: /^no cluster is configured/ },
  { what: 'a relative KUBECONFIG', env: { KUBECONFIG: 'RELATIVE/config' }, sees: bearer('inline') },
  { what: 'the file in the home folder', files: { 'home/.kube/config': kubeconfig('a') }, env: { KUBECONFIG: '' }, sees: ofA },
  { what: '--kubeconfig before KUBECONFIG', files: { a: kubeconfig('a') }, args: '--kubeconfig=DIR/a', sees: ofA },
  { what: '--kubeconfig, relative', files: { a: kubeconfig('a') }, args: '--kubeconfig RELATIVE/a', sees: ofA },
  { what: '--kubeconfig, empty', files: { a: kubeconfig('a') }, args: '--kubeconfig=', sees: bearer('inline') },
  { what: '--kubeconfig that is not there', args: '--kubeconfig=DIR/gone', refuses: /gone does not exist \(--kubeconfig\)$/ },
  { what: '--kubeconfig is no list', files: { a: kubeconfig('a') }, args: '--kubeconfig=DIR/a:DIR/config', refuses: /does not exist \(--kubeconfig\)$/ },
  { what: '--kubeconfig, an empty file', files: { a: '' }, args: '--kubeconfig=DIR/a', refuses: /has no current context/ },
  { what: 'paths beside the file', files: { 'other/ca': 'CA', 'other/token': 'beside', 'other/config': kubeconfig('a').replace('TLS/ca.crt', './ca').replace('token: a', 'tokenFile: ../other/token') }, env: { KUBECONFIG: 'DIR/other/config' }, sees: '/a default Bearer beside' },
  { what: 'paths beside a link to the file', files: { 'far/config': kubeconfig('a').replace('token: a', 'tokenFile: token'), 'near/token': 'near', 'far/token': 'far', 'near/config': '-> ../far/config' }, env: { KUBECONFIG: 'DIR/near/config' }, sees: '/a default Bearer near' },
  { what: 'a relative credential plugin', files: { 'other/run.sh': commonFiles['plugin'] ?? '', 'other/config': kubeconfig('a').replace('token: a', 'exec: {apiVersion: client.authentication.k8s.io/v1, command: ../other/run.sh, interactiveMode: Never}') }, env: { KUBECONFIG: 'RELATIVE/other/config' }, sees: '/a default Bearer from-plugin' },
];
