import { rulesFromWords } from './shared/from-words.ts';

/** The TLS steps. None of them is about a pull secret: they break before any credential is sent. */
export default rulesFromWords('tls', [
  {
    id: 'registry-tls-untrusted',
    title: 'certificate of an authority that the node does not trust',
    explains: ['tls-unknown-authority'],
    what: ({ host, node }) => `${node} does not trust the certificate of \`${host}\``,
    means: ({ error, host }) =>
      ofController(error.text)
        ? `an ingress controller answered with its default certificate: it has none of its own for ${host}`
        : 'the certificate is signed by an authority that is not in the trust store of the runtime; credentials play no part yet',
    fix: ({ host, node, error }) =>
      ofController(error.text)
        ? `have the Ingress or IngressRoute of ${host} corrected: its host, and under tls a Secret with a certificate for ${host}`
        : `have the authority's certificate put on ${node} (containerd: /etc/containerd/certs.d/${host}/hosts.toml with ca; CRI-O: /etc/containers/certs.d/${host}/ca.crt; k3s and RKE2: registries.yaml; OpenShift: additionalTrustedCA of image.config.openshift.io/cluster)`,
  },
  {
    id: 'registry-tls-expired',
    title: 'expired certificate',
    explains: ['tls-expired-cert'],
    what: ({ host }) => `the certificate of \`${host}\` is outside its time of validity`,
    means: ({ error }) => `${validity(error.text)}; a wrong clock on the node gives the same words`,
    fix: ({ host, node }) => `have the certificate of ${host} renewed; compare the clock of ${node} first`,
  },
  {
    id: 'registry-tls-name-mismatch',
    title: 'certificate for another name',
    explains: ['tls-hostname-mismatch'],
    what: ({ host, error }) =>
      ofController(error.text)
        ? `the ingress in front of \`${host}\` has no certificate for it`
        : namesNone(error.text)
          ? `the certificate of \`${host}\` names no host`
          : `the certificate of \`${host}\` is for another name`,
    means: ({ host, error }) =>
      ofController(error.text)
        ? `an ingress controller answered with its default certificate, its self-made one: it has none of its own for ${host}, so no Ingress or Route with TLS for that host, or not the Secret that it names`
        : namesNone(error.text)
          ? 'the certificate has no subject alternative name that the runtime could compare; a common name alone has not counted since Go 1.15'
          : 'the name in the image is not among the subject alternative names of the certificate',
    fix: ({ host, error }) =>
      ofController(error.text)
        ? `have the Ingress or IngressRoute of ${host} corrected: its host, and under tls a Secret with a certificate for ${host}`
        : namesNone(error.text)
          ? `have a certificate issued that names ${host} as subject alternative name`
          : `use the name that the certificate has, or have one issued that names ${host}`,
  },
  {
    id: 'registry-tls-client-certificate',
    title: 'registry that asks for a client certificate',
    explains: ['tls-client-cert-required'],
    what: ({ host, node }) => `\`${host}\` asks ${node} for a client certificate`,
    means: () =>
      'the registry wants mutual TLS; pull secrets cannot hold a client certificate, the runtime of the node has to',
    fix: ({ host, node }) =>
      `have a client certificate for ${host} configured in the runtime on ${node} (hosts.toml: client)`,
  },
  {
    id: 'registry-plain-http',
    title: 'registry that speaks plain HTTP',
    explains: ['https-client-http-server'],
    what: ({ host }) => `\`${host}\` speaks plain HTTP, and the runtime asks for HTTPS`,
    means: () =>
      'the runtime takes HTTPS unless its own configuration names the registry as insecure; no part of the Pod can change that',
    fix: ({ host, node }) =>
      `have TLS set up on ${host}, or ${host} configured as plain HTTP on ${node} (containerd: /etc/containerd/certs.d/${host}/hosts.toml; CRI-O: insecure = true in registries.conf)`,
  },
  {
    id: 'registry-https-on-http-port',
    title: 'plain HTTP sent to a TLS port',
    explains: ['http-client-https-server'],
    what: ({ host }) => `\`${host}\` speaks HTTPS, and the runtime sends plain HTTP`,
    means: () =>
      'the configuration of the runtime names this registry as insecure, or a mirror with an http:// address',
    fix: ({ host, node }) =>
      `have the entry for ${host} in the runtime configuration of ${node} changed to https`,
  },
]);

/**
 * Names that ingress controllers write into the certificate which they make for themselves
 * (Traefik, ingress-nginx, HAProxy, Kong, Envoy).
 */
const ofController = (text: string): boolean =>
  /\.traefik\.default|TRAEFIK DEFAULT CERT|ingress\.local|Kubernetes Ingress Controller Fake Certificate|Fake Certificate|localhost\.localdomain|haproxy-ingress|kong\.?(?:default|local)|ingress-operator|valid for \*\.apps\./i.test(
    text,
  );

/** Go's crypto/x509 where the certificate has nothing to compare the host with. */
const namesNone = (text: string): boolean =>
  /not valid for any names|legacy Common Name|doesn't contain any (?:IP )?SANs?|certificate has no names/i.test(
    text,
  );

/** `current time T1 is after T2` of Go's x509, else what it means in general. */
const validity = (text: string) =>
  /current time \S+ is (?:after|before) \S+/.exec(text)?.[0] ??
  'the time on the node is after its end or before its start';
