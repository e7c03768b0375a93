import { idToken } from '../oidc-issuer.ts';

/** The kubeconfig of the rows that bring none. */
export const commonFiles: Readonly<Record<string, string>> = {
  token: ' from-file\n',
  'empty-token': '\n',
  config: `
apiVersion: v1
kind: Config
current-context: token
clusters:
- {name: c, cluster: {server: "https://SERVER/c", certificate-authority: TLS/ca.crt}}
- {name: data, cluster: {server: "https://SERVER/data/", certificate-authority-data: CA_DATA}}
- {name: localhost, cluster: {server: "https://localhost:PORT/localhost", certificate-authority: TLS/ca.crt}}
- {name: wrong-name, cluster: {server: "https://SERVER/wrong-name", certificate-authority: TLS/ca.crt, tls-server-name: wrong}}
- {name: right-name, cluster: {server: "https://SERVER/right-name", certificate-authority: TLS/ca.crt, tls-server-name: localhost}}
- {name: insecure, cluster: {server: "https://SERVER/insecure", insecure-skip-tls-verify: true}}
- {name: ca-and-insecure, cluster: {server: "https://SERVER/x", insecure-skip-tls-verify: true, certificate-authority: TLS/ca.crt}}
- {name: unknown-authority, cluster: {server: "https://SERVER/unknown"}}
- {name: uncompressed, cluster: {server: "https://SERVER/u", certificate-authority: TLS/ca.crt, disable-compression: true}}
- {name: plain, cluster: {server: "http://PLAIN/plain"}}
- {name: no-scheme, cluster: {server: PLAIN}}
- {name: ftp, cluster: {server: "ftp://SERVER"}}
- {name: rancher, cluster: {server: "https://SERVER/k8s/clusters/c-m-1", certificate-authority: TLS/ca.crt}}
- {name: query, cluster: {server: "https://SERVER/q?a=b#c", certificate-authority: TLS/ca.crt}}
- {name: user-in-url, cluster: {server: "https://jane:pw@SERVER/uu", certificate-authority: TLS/ca.crt}}
- {name: both-ca, cluster: {server: "https://SERVER/both", certificate-authority: TLS/client.crt, certificate-authority-data: CA_DATA}}
- {name: proxied, cluster: {server: "https://api.example/p", certificate-authority: TLS/ca.crt, tls-server-name: localhost, proxy-url: "http://u:p%40w@PROXY"}}
- {name: proxied-tls, cluster: {server: "https://api.example/t", certificate-authority: TLS/ca.crt, tls-server-name: localhost, proxy-url: "https://SECURE_PROXY"}}
- {name: proxied-socks, cluster: {server: "https://api.example/s", certificate-authority: TLS/ca.crt, tls-server-name: localhost, proxy-url: "socks5://SOCKS"}}
- {name: far, cluster: {server: "https://api.invalid/far", certificate-authority: TLS/ca.crt, tls-server-name: localhost}}
- {name: zeros, cluster: {server: "https://0.0.0.0:PORT/zeros", certificate-authority: TLS/ca.crt, tls-server-name: localhost}}
- {name: far-plain, cluster: {server: "http://api.invalid/far-plain"}}
- {name: proxy-ftp, cluster: {server: "https://SERVER", proxy-url: "ftp://PROXY"}}
- {name: proxy-no-scheme, cluster: {server: "https://SERVER", proxy-url: "PROXY"}}
- {name: no-server, cluster: {certificate-authority: TLS/ca.crt}}
users:
- {name: token, user: {token: inline}}
- {name: token-file, user: {tokenFile: token}}
- {name: token-and-file, user: {token: inline, tokenFile: token}}
- {name: token-and-missing-file, user: {token: inline, tokenFile: nowhere}}
- {name: token-and-empty-file, user: {token: inline, tokenFile: empty-token}}
- {name: missing-file, user: {tokenFile: nowhere}}
- {name: empty-file, user: {tokenFile: empty-token}}
- {name: line-break, user: {token: "a\\nb"}}
- {name: end-break, user: {token: "inline\\n"}}
- {name: basic, user: {username: u, password: "p:w"}}
- {name: name-only, user: {username: u}}
- {name: password-only, user: {password: p}}
- {name: token-and-basic, user: {token: inline, username: u, password: p}}
- {name: pair, user: {client-certificate-data: CERT_DATA, client-key-data: KEY_DATA}}
- {name: pair-files, user: {client-certificate: TLS/client.crt, client-key: TLS/client.key}}
- {name: pair-mixed, user: {client-certificate: TLS/client.crt, client-key-data: KEY_DATA}}
- {name: pair-both, user: {client-certificate: TLS/server.crt, client-certificate-data: CERT_DATA, client-key-data: KEY_DATA}}
- {name: pair-and-token, user: {client-certificate-data: CERT_DATA, client-key-data: KEY_DATA, token: inline}}
- {name: pair-and-basic, user: {client-certificate-data: CERT_DATA, client-key-data: KEY_DATA, username: u, password: p}}
- {name: half, user: {client-certificate-data: CERT_DATA}}
- {name: key-only, user: {client-key-data: KEY_DATA, token: inline}}
- {name: impersonating, user: {token: t, as: jane, as-groups: [a, "b, c"], as-uid: "7", as-user-extra: {X.org/Y: ["1", "2"]}}}
- {name: groups-only, user: {token: t, as-groups: [a]}}
- {name: exec, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}}}
- {name: exec-beta, user: {exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: ./plugin-beta}}}
- {name: exec-and-token, user: {token: inline, exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}}}
- {name: exec-and-pair, user: {client-certificate-data: CERT_DATA, client-key-data: KEY_DATA, exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}}}
- {name: no-mode, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin}}}
- {name: alpha, user: {exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: ./plugin}}}
- {name: no-command, user: {exec: {apiVersion: client.authentication.k8s.io/v1beta1}}}
- {name: exec-and-provider, user: {auth-provider: {name: oidc}, exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: ./plugin-beta}}}
- {name: oidc, user: {auth-provider: {name: oidc, config: {idp-issuer-url: "https://SERVER/issuer", client-id: me, id-token: ${idToken(4102444800)}}}}}
- {name: oidc-expired, user: {auth-provider: {name: oidc, config: {idp-issuer-url: "https://SERVER/issuer/", idp-certificate-authority: TLS/ca.crt, client-id: me, client-secret: s, id-token: ${idToken(1)}, refresh-token: r1}}}}
- {name: oidc-new, user: {auth-provider: {name: oidc, config: {idp-issuer-url: "https://SERVER/issuer", idp-certificate-authority-data: CA_DATA, client-id: me, refresh-token: r1}}}}
- {name: oidc-no-refresh, user: {auth-provider: {name: oidc, config: {idp-issuer-url: "https://SERVER/issuer", client-id: me, id-token: ${idToken(1)}}}}}
- {name: oidc-untrusted, user: {auth-provider: {name: oidc, config: {idp-issuer-url: "https://SERVER/issuer", client-id: me, refresh-token: r1}}}}
- {name: oidc-refused, user: {auth-provider: {name: oidc, config: {idp-issuer-url: "https://SERVER/issuer", idp-certificate-authority: TLS/ca.crt, client-id: me, refresh-token: old}}}}
- {name: oidc-no-issuer, user: {auth-provider: {name: oidc, config: {client-id: me, refresh-token: r1}}}}
- {name: oidc-and-pair, user: {client-certificate-data: CERT_DATA, client-key-data: KEY_DATA, auth-provider: {name: oidc, config: {idp-issuer-url: "https://SERVER/issuer", client-id: me, id-token: ${idToken(4102444800)}}}}}
- {name: gcp, user: {auth-provider: {name: gcp}}}
contexts:
- {name: token, context: {cluster: c, user: token, namespace: shop}}
- {name: other, context: {cluster: data, user: basic}}
- {name: userless, context: {cluster: c}}
- {name: clusterless, context: {user: token}}
- {name: lost-user, context: {cluster: c, user: gone}}
- {name: lost-cluster, context: {cluster: gone, user: token}}
- {name: empty, context: {}}
- {name: impersonating, context: {cluster: c, user: impersonating}}
`,
  plugin: `#!/bin/sh
echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"from-plugin"}}'`,
  'plugin-beta': `#!/bin/sh
echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"from-beta"}}'`,
};
