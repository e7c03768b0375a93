import { login, pullSecret } from './objects.ts';
import type { Scene } from './scene.ts';

/** A failed pull whose message tells who answered: the rule that is to speak, and what it says. */
export interface RefusalCase {
  readonly rule: string;
  readonly certainty: 'proven' | 'likely';
  readonly scene: Scene & { readonly image: string; readonly says: string };
  /** Of the finding's what, why and fixes together. */
  readonly mentions: readonly RegExp[];
}

const digest = 'sha256:22e0ec13c0db6b3e1ba3280e831fc50ba7bffe58e81f31670a64b1afede247bc';
const containerd = (image: string, rest: string) => ({
  image,
  says: `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${rest}`,
});
const copying = (image: string, rest: string) => ({
  image,
  says: `failed to pull and unpack image "${image}": failed to copy: httpReadSeeker: failed open: ${rest}`,
});
const crio = (image: string, rest: string) => ({
  image,
  says: `unable to pull image or OCI artifact: pull image err: initializing source docker://${image}: ${rest}; artifact err: get manifest: build image source: ${rest}`,
});
const docker = (image: string, rest: string) => ({ image, says: `Error response from daemon: ${rest}` });

const mirror = 'registry-mirror-refused';
const refused = 'registry-refused';
const proven = 'proven';
const hub = pullSecret({ 'https://index.docker.io/v1/': login('janedoe', 'c0rrect-horse') });

/** Cases by runtime and wording; hosts are of example domains, or public registries. */
export const refusals: Readonly<Record<string, RefusalCase>> = {
  'containerd, a mirror wants a login': {
    rule: mirror,
    certainty: proven,
    scene: containerd(
      'docker.io/library/nginx:1.27',
      'unexpected status from HEAD request to https://cache.acme.test/v2/library/nginx/manifests/1.27?ns=docker.io: 401 Unauthorized',
    ),
    mentions: [/mirror `cache\.acme\.test` refuses the pull/, /certs\.d\/docker\.io\/hosts\.toml/],
  },
  'containerd, a mirror gets the login of Docker Hub': {
    rule: mirror,
    certainty: proven,
    scene: {
      ...containerd(
        'docker.io/acme/api:1.4',
        'unexpected status from HEAD request to https://cache.acme.test/v2/acme/api/manifests/1.4?ns=docker.io: 403 Forbidden',
      ),
      secrets: { hub },
      machine: { kubeletVersion: 'v1.33.2+k3s1' },
    },
    mentions: [/registries\.yaml/],
  },
  'containerd of 1.3, a mirror without ns': {
    rule: mirror,
    certainty: proven,
    scene: containerd(
      'docker.io/library/nginx:1.27',
      'unexpected status code https://harbor.acme.test/v2/hub/library/nginx/manifests/1.27: 401 Unauthorized',
    ),
    mentions: [/harbor\.acme\.test/],
  },
  'CRI-O, a mirror wants a login': {
    rule: mirror,
    certainty: proven,
    scene: crio(
      'quay.io/acme/api:1.4',
      '(Mirrors also failed: [mirror.acme.test:8443/acme/api:1.4: reading manifest 1.4 in mirror.acme.test:8443/acme/api: unauthorized: authentication required]): quay.io/acme/api:1.4: pinging container registry quay.io: Get "https://quay.io/v2/": dial tcp: lookup quay.io: no such host',
    ),
    mentions: [/mirror `mirror\.acme\.test:8443` refuses the pull/, /after the mirror/],
  },
  'CRI-O, a mirror with an untrusted certificate': {
    rule: mirror,
    certainty: proven,
    scene: crio(
      'quay.io/acme/api:1.4',
      '(Mirrors also failed: [mirror.acme.test:8443/acme/api:1.4: pinging container registry mirror.acme.test:8443: Get "https://mirror.acme.test:8443/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority]): quay.io/acme/api:1.4: pinging container registry quay.io: Get "https://quay.io/v2/": dial tcp 203.0.113.9:443: i/o timeout',
    ),
    mentions: [/certificate is not accepted/, /authority of the certificate/],
  },
  'CRI-O, a mirror without the image': {
    rule: mirror,
    certainty: proven,
    scene: crio(
      'quay.io/acme/api:1.4',
      '(Mirrors also failed: [mirror.acme.test/acme/api:1.4: reading manifest 1.4 in mirror.acme.test/acme/api: manifest unknown]): quay.io/acme/api:1.4: pinging container registry quay.io: Get "https://quay.io/v2/": dial tcp 203.0.113.9:443: connect: connection refused',
    ),
    mentions: [/does not have the image/],
  },
  'CRI-O, a mirror that is down': {
    rule: mirror,
    certainty: 'likely',
    scene: crio(
      'quay.io/acme/api:1.4',
      '(Mirrors also failed: [mirror.acme.test/acme/api:1.4: pinging container registry mirror.acme.test: Get "https://mirror.acme.test/v2/": dial tcp 10.0.0.9:443: connect: connection refused]): quay.io/acme/api:1.4: reading manifest 1.4 in quay.io/acme/api: unauthorized: access to the requested resource is not authorized',
    ),
    mentions: [/no answer that helps from mirror/, /quay\.io refused the pull/, /pull secret for quay\.io/],
  },
  'CRI-O, a mirror that limits': {
    rule: mirror,
    certainty: proven,
    scene: crio(
      'quay.io/acme/api:1.4',
      '(Mirrors also failed: [mirror.acme.test/acme/api:1.4: reading manifest 1.4 in mirror.acme.test/acme/api: toomanyrequests: slow down]): quay.io/acme/api:1.4: pinging container registry quay.io: Get "https://quay.io/v2/": dial tcp 203.0.113.9:443: i/o timeout',
    ),
    mentions: [/ask who runs the mirror/],
  },
  'containerd, the token service of a mirror': {
    rule: mirror,
    certainty: proven,
    scene: containerd(
      'docker.io/acme/api:1.4',
      'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://harbor.acme.test/service/token?scope=repository%3Ahub%2Facme%2Fapi%3Apull&service=harbor-registry: 401 Unauthorized',
    ),
    mentions: [/mirror `harbor\.acme\.test`/],
  },
  'containerd, a mirror that is out of order': {
    rule: mirror,
    certainty: proven,
    scene: containerd(
      'quay.io/acme/api:1.4',
      'unexpected status from HEAD request to https://cache.acme.test/v2/acme/api/manifests/1.4?ns=quay.io: 503 Service Unavailable',
    ),
    mentions: [/no answer that helps/],
  },
  'containerd, a web page for a manifest': {
    rule: 'registry-web-page',
    certainty: proven,
    scene: {
      image: 'docker.io/acme/api:1.4',
      says: `rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/acme/api:1.4": failed to unpack image on snapshotter overlayfs: unexpected media type text/html for ${digest}: not found`,
    },
    mentions: [/web page/, /curl/],
  },
  'containerd 2.4, a web page for a token': {
    rule: 'registry-web-page',
    certainty: proven,
    scene: containerd(
      'registry.acme.io/shop/api:1.4',
      "failed to authorize: failed to fetch oauth token: unable to decode token response: invalid character '<' looking for beginning of value",
    ),
    mentions: [/web page where the runtime asks for a token/],
  },
  'dockerd, the web site of Docker Hub': {
    rule: 'registry-web-page',
    certainty: proven,
    scene: docker(
      'hub.docker.com/r/grafana/grafana:latest',
      'error parsing HTTP 404 response body: invalid character \'<\' looking for beginning of value: "<!doctype html><html lang=\\"en\\">"',
    ),
    mentions: [/docker\.io\/grafana\/grafana/],
  },
  'containerd, a blob of a public registry': {
    rule: refused,
    certainty: proven,
    scene: copying(
      'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.6.0',
      `unexpected status code https://prod-registry-k8s-io-eu-west-1.s3.dualstack.eu-west-1.amazonaws.com/containers/images/${digest}: 403 Forbidden`,
    ),
    mentions: [/blob/, /S3 gateway endpoint/],
  },
  'containerd, a layer of ECR': {
    rule: refused,
    certainty: proven,
    scene: copying(
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.4',
      'unexpected status from GET request to https://prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com/abc?X-Amz-Algorithm=REDACTED: 403 Forbidden\n<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code></Error>',
    ),
    mentions: [/starport-layer-bucket/],
  },
  'dockerd, the config': {
    rule: refused,
    certainty: proven,
    scene: docker(
      'ghcr.io/acme/api:1.4',
      'error pulling image configuration: denied: unauthenticated: User cannot be authenticated with the token provided.',
    ),
    mentions: [/blob storage/],
  },
  'CRI-O, a blob of Azure': {
    rule: refused,
    certainty: proven,
    scene: {
      image: 'acme.azurecr.io/shop/api:1.4',
      says: `copying system image from manifest list: reading blob ${digest}: fetching blob: received unexpected HTTP status: 403 Forbidden`,
    },
    mentions: [/blob storage/],
  },
  'containerd, Amazon public refuses': {
    rule: refused,
    certainty: proven,
    scene: containerd(
      'public.ecr.aws/karpenter/controller:1',
      'unexpected status from HEAD request to https://public.ecr.aws/v2/karpenter/controller/manifests/1: 403 Forbidden',
    ),
    mentions: [/everything in it is public/, /network/, /stale/],
  },
  'containerd, a public registry and a stale login': {
    rule: refused,
    certainty: proven,
    scene: {
      ...containerd(
        'mcr.microsoft.com/dotnet/sdk:8.0',
        'failed to authorize: failed to fetch oauth token: unexpected status from POST request to https://mcr.microsoft.com/oauth2/token: 401 Unauthorized',
      ),
      secrets: { old: pullSecret({ 'mcr.microsoft.com': login('janedoe', 'c0rrect-horse') }) },
    },
    mentions: [/take the entry for mcr\.microsoft\.com out of `old`/],
  },
  'dockerd, Amazon public and a stale login of the node': {
    rule: refused,
    certainty: proven,
    scene: docker(
      'public.ecr.aws/acme/api:1.4',
      "pull access denied for public.ecr.aws/acme/api, repository does not exist or may require 'docker login': denied: Your authorization token has expired. Reauthenticate and try again.",
    ),
    mentions: [/stale/],
  },
  'containerd, a token for a layer': {
    rule: refused,
    certainty: proven,
    scene: copying(
      'registry.acme.io/shop/api:1.4',
      'failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://registry.acme.io/token?service=registry.acme.io: 401 Unauthorized',
    ),
    mentions: [/blob storage/],
  },
  'containerd, an IP firewall of ACR': {
    rule: refused,
    certainty: proven,
    scene: containerd(
      'acme.azurecr.io/shop/api:1.4',
      "unexpected status from HEAD request to https://acme.azurecr.io/v2/shop/api/manifests/1.4: 403 Forbidden\ndenied: client with IP '203.0.113.7' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.",
    ),
    mentions: [/firewall/],
  },
  'CRI-O, a service perimeter': {
    rule: refused,
    certainty: proven,
    scene: crio(
      'europe-docker.pkg.dev/acme-prod/shop/api:7',
      "reading manifest 7 in europe-docker.pkg.dev/acme-prod/shop/api: denied: Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: abc",
    ),
    mentions: [/perimeter/],
  },
  'dockerd, an API that is off': {
    rule: refused,
    certainty: proven,
    scene: docker(
      'europe-docker.pkg.dev/acme-prod/shop/api:7',
      'Head "https://europe-docker.pkg.dev/v2/acme-prod/shop/api/manifests/7": denied: Artifact Registry API has not been used in project 123456789 before or it is disabled.',
    ),
    mentions: [/API of the registry is not enabled/],
  },
  'dockerd, a scan of Harbor': {
    rule: refused,
    certainty: proven,
    scene: docker(
      'harbor.acme.test/shop/api:7',
      'unknown: current image with "12" vulnerabilities cannot be pulled due to configured policy in \'Prevent images with vulnerability severity of "High" or higher from running.\'',
    ),
    mentions: [/after a scan/],
  },
  'dockerd, Artifactory blocks by Xray': {
    rule: refused,
    certainty: proven,
    scene: docker(
      'acme.jfrog.io/docker/api:7',
      'unknown: Artifact download request rejected: api/7/manifest.json was not downloaded due to the download blocking policy configured in Xray for docker.',
    ),
    mentions: [/after a scan/],
  },
  'containerd, a country that is blocked': {
    rule: refused,
    certainty: proven,
    scene: containerd(
      'registry.acme.io/shop/api:1.4',
      'unexpected status from HEAD request to https://registry.acme.io/v2/shop/api/manifests/1.4: 451 Unavailable For Legal Reasons',
    ),
    mentions: [/country/],
  },
  'Docker Hub, a country': {
    rule: refused,
    certainty: proven,
    scene: docker(
      'docker.io/acme/api:1.4',
      "pull access denied for acme/api, repository does not exist or may require 'docker login': denied: <html><body><h1>403 Forbidden</h1> Since Docker is a US company, we must comply with US export control regulations. In an effort to comply with these, we now block all IP addresses that are located in Cuba, Iran, North Korea, Republic of Crimea, Sudan, and Syria.</body></html>",
    ),
    mentions: [/country or region/],
  },
  'Quay, a namespace that is switched off': {
    rule: refused,
    certainty: proven,
    scene: containerd(
      'quay.io/acme/api:1.4',
      'unexpected status from HEAD request to https://quay.io/v2/acme/api/manifests/1.4: 403 Forbidden\nerror from registry: Namespace acme has been disabled. Please contact a system administrator.',
    ),
    mentions: [/a policy refuses/],
  },
  'GitLab, a token for a layer': {
    rule: refused,
    certainty: proven,
    scene: copying(
      'registry.gitlab.com/acme/api:1.4',
      'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://gitlab.com/jwt/auth?scope=repository%3Aacme%2Fapi%3Apull&service=container_registry: 403 Forbidden',
    ),
    mentions: [/gitlab\.com/],
  },
  'containerd, an endpoint policy of ECR': {
    rule: refused,
    certainty: proven,
    scene: containerd(
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.4',
      'unexpected status from HEAD request to https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/v2/shop/api/manifests/1.4: 403 Forbidden\ndenied: User: arn:aws:sts::123456789012:assumed-role/workers/i-0abc is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:123456789012:repository/shop/api because no VPC endpoint policy allows the ecr:BatchGetImage action',
    ),
    mentions: [/VPC endpoint/],
  },
  'dockerd, Harbor relays Docker Hub': {
    rule: refused,
    certainty: proven,
    scene: {
      ...docker('harbor.acme.test/hub/alpine:3', 'unauthorized: http status code: 401, body: '),
      secrets: { harbor: pullSecret({ 'harbor.acme.test': login('janedoe', 'c0rrect-horse') }) },
    },
    mentions: [/upstream/, /hub\/library\/alpine/],
  },
  'containerd, the registry twice': {
    rule: 'image-registry-doubled',
    certainty: proven,
    scene: containerd(
      'quay.io/quay.io/jetstack/cert-manager-controller:v1.16.2',
      'unexpected status from HEAD request to https://quay.io/v2/quay.io/jetstack/cert-manager-controller/manifests/v1.16.2: 401 UNAUTHORIZED',
    ),
    mentions: [/twice/, /quay\.io\/jetstack\/cert-manager-controller:v1\.16\.2/],
  },
  'containerd, two registries': {
    rule: 'image-registry-doubled',
    certainty: proven,
    scene: containerd(
      'docker.io/harbor.acme.test/team/api:1.4',
      'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    ),
    mentions: [/two registries/, /image\.registry/],
  },
  'dockerd, localhost': {
    rule: 'image-registry-localhost',
    certainty: proven,
    scene: docker(
      'localhost:5000/api:1.4',
      'Get "http://localhost:5000/v2/": dial tcp [::1]:5000: connect: connection refused',
    ),
    mentions: [/node itself/],
  },
  'CRI-O, an image of podman': {
    rule: 'image-registry-localhost',
    certainty: proven,
    scene: {
      image: 'localhost/shop-api:latest',
      says: 'RegistryUnavailable: initializing source docker://localhost/shop-api:latest: pinging container registry localhost: Get "https://localhost/v2/": dial tcp [::1]:443: connect: connection refused',
    },
    mentions: [/node itself/, /kind load/],
  },
  'containerd, a loopback address with HTTP': {
    rule: 'image-registry-localhost',
    certainty: proven,
    scene: containerd(
      '127.0.0.1:32000/api:1.4',
      'failed to do request: Head "https://127.0.0.1:32000/v2/api/manifests/1.4": http: server gave HTTP response to HTTPS client',
    ),
    mentions: [/node itself/],
  },
  'containerd, a tag of bitnami that is gone': {
    rule: 'image-moved',
    certainty: proven,
    scene: containerd('docker.io/bitnami/redis:7.2', 'docker.io/bitnami/redis:7.2: not found'),
    mentions: [/docker\.io\/bitnamilegacy\/redis:7\.2/, /2025-08-28/],
  },
  'CRI-O, a frozen registry': {
    rule: 'image-moved',
    certainty: proven,
    scene: crio(
      'k8s.gcr.io/metrics-server/metrics-server:v0.7.1',
      'reading manifest v0.7.1 in k8s.gcr.io/metrics-server/metrics-server: manifest unknown: Failed to fetch "v0.7.1"',
    ),
    mentions: [/registry\.k8s\.io\/metrics-server\/metrics-server:v0\.7\.1/],
  },
  'containerd, a manifest of the index': {
    rule: 'image-index-incomplete',
    certainty: proven,
    scene: {
      image: 'registry.acme.io/shop/api:1.4',
      says: `rpc error: code = NotFound desc = failed to pull and unpack image "registry.acme.io/shop/api:1.4": failed to copy: httpReadSeeker: failed open: content at https://registry.acme.io/v2/shop/api/manifests/${digest} not found: not found`,
    },
    mentions: [/index/, /platform/],
  },
  'containerd 2.4, a manifest of the index': {
    rule: 'image-index-incomplete',
    certainty: proven,
    scene: {
      image: 'registry.acme.io/shop/api:1.4',
      says: `failed to pull and unpack image "registry.acme.io/shop/api:1.4": failed to copy: failed to open: content at https://registry.acme.io/v2/shop/api/manifests/${digest} not found`,
    },
    mentions: [/index/],
  },
  'CRI-O, a manifest of the index': {
    rule: 'image-index-incomplete',
    certainty: proven,
    scene: {
      image: 'registry.acme.io/shop/api:1.4',
      says: `copying system image from manifest list: determining manifest MIME type for docker://registry.acme.io/shop/api:1.4: reading manifest ${digest} in registry.acme.io/shop/api: manifest unknown`,
    },
    mentions: [/index/],
  },
  'CRI-O, another project of OpenShift': {
    rule: 'openshift-puller-role-missing',
    certainty: 'likely',
    scene: {
      ...crio(
        'image-registry.openshift-image-registry.svc:5000/images/api:1.4',
        'reading manifest 1.4 in image-registry.openshift-image-registry.svc:5000/images/api: unauthorized: authentication required',
      ),
      secrets: {
        'default-dockercfg-x8k2p': {
          type: 'kubernetes.io/dockercfg',
          data: {
            '.dockercfg': JSON.stringify({
              'image-registry.openshift-image-registry.svc:5000': login('serviceaccount', 'c0rrect-horse'),
            }),
          },
        },
      },
    },
    mentions: [/system:image-puller/, /rolebinding/],
  },
  'CRI-O, no dockercfg secret': {
    rule: 'openshift-puller-role-missing',
    certainty: 'likely',
    scene: crio(
      'image-registry.openshift-image-registry.svc:5000/shop/api:1.4',
      'reading manifest 1.4 in image-registry.openshift-image-registry.svc:5000/shop/api: unauthorized: authentication required',
    ),
    mentions: [/dockercfg/, /openshift-controller-manager/],
  },
  'containerd, a CA file that is not there': {
    rule: 'registry-mirror-misconfigured',
    certainty: proven,
    scene: containerd(
      'registry.acme.io/shop/api:1.4',
      'unable to load CA cert "/etc/containerd/certs.d/registry.acme.io/ca.crt"',
    ),
    mentions: [/\/etc\/containerd\/certs\.d\/registry\.acme\.io\/ca\.crt` of worker-3/],
  },
  'CRI-O, a credential helper that fails': {
    rule: 'registry-mirror-misconfigured',
    certainty: proven,
    scene: crio(
      'registry.acme.io/shop/api:1.4',
      'getting username and password: 1 error occurred:\n\t* error getting credentials - err: exit status 1, out: `credentials not found in native keychain`',
    ),
    mentions: [/a credential helper of worker-3 gives no login/, /credHelpers/],
  },
  'CRI-O, an auth file that is damaged': {
    rule: 'registry-mirror-misconfigured',
    certainty: proven,
    scene: crio(
      'registry.acme.io/shop/api:1.4',
      'getting username and password: reading JSON file "/var/lib/kubelet/config.json": unmarshaling JSON at "/var/lib/kubelet/config.json": invalid character \'}\' looking for beginning of object key string',
    ),
    mentions: [/have \/var\/lib\/kubelet\/config\.json on worker-3 corrected/],
  },
  'dockerd, half of a key pair': {
    rule: 'registry-mirror-misconfigured',
    certainty: proven,
    scene: docker(
      'registry.acme.io/shop/api:1.4',
      'missing key /etc/docker/certs.d/registry.acme.io/client.key for client certificate /etc/docker/certs.d/registry.acme.io/client.cert. CA certificates must use the extension .crt',
    ),
    mentions: [/the other half of the pair in \/etc\/docker\/certs\.d\/registry\.acme\.io/],
  },
  'CRI-O, a credential helper that is not there': {
    rule: 'registry-mirror-misconfigured',
    certainty: proven,
    scene: crio(
      'registry.acme.io/shop/api:1.4',
      'getting username and password: 1 error occurred:\n\t* error getting credentials - err: exec: "docker-credential-ecr-login": executable file not found in $PATH, out: ``',
    ),
    mentions: [/credential helper `docker-credential-ecr-login`/],
  },
  'dockerd, a proxy refuses a ping': {
    rule: 'registry-proxy-failure',
    certainty: proven,
    scene: docker('quay.io/acme/api:1.4', 'Get "https://quay.io/v2/": Forbidden'),
    mentions: [/HTTPS_PROXY/],
  },
};

/** Image texts and messages that come near one of these states and are none. */
export const nearMisses: Readonly<Record<string, { readonly rule: string; readonly scene: Scene }>> = {
  'a project of Harbor that is called like a registry': {
    rule: 'image-registry-doubled',
    scene: containerd(
      'harbor.acme.test/docker.io/library/nginx:1.27',
      'unexpected status from HEAD request to https://harbor.acme.test/v2/docker.io/library/nginx/manifests/1.27: 401 Unauthorized',
    ),
  },
  'a project of gcr.io with a domain': {
    rule: 'image-registry-doubled',
    scene: containerd('gcr.io/acme.io/prod/api:1.4', 'gcr.io/acme.io/prod/api:1.4: not found'),
  },
  'Docker Hub under its own other name': {
    rule: mirror,
    scene: containerd(
      'docker.io/acme/api:1.4',
      'unexpected status from HEAD request to https://registry-1.docker.io/v2/acme/api/manifests/1.4: 401 Unauthorized',
    ),
  },
  'a registry of Kubernetes that redirects': {
    rule: mirror,
    scene: containerd(
      'registry.k8s.io/pause:3.10',
      'unexpected status from HEAD request to https://europe-west1-docker.pkg.dev/v2/k8s-artifacts-prod/images/pause/manifests/3.10: 403 Forbidden',
    ),
  },
  'a mirror for localhost': {
    rule: 'image-registry-localhost',
    scene: containerd(
      'localhost:5001/api:1.4',
      'failed to do request: Head "https://172.18.0.2:5000/v2/api/manifests/1.4": dial tcp 172.18.0.2:5000: connect: connection refused',
    ),
  },
  'a registry on localhost that has no such image': {
    rule: 'image-registry-localhost',
    scene: containerd('localhost:32000/api:1.4', 'localhost:32000/api:1.4: not found'),
  },
  'a mirror that wants a login as the registry does': {
    rule: mirror,
    scene: crio(
      'quay.io/acme/api:1.4',
      '(Mirrors also failed: [mirror.acme.test/acme/api:1.4: reading manifest 1.4 in mirror.acme.test/acme/api: unauthorized: authentication required]): quay.io/acme/api:1.4: reading manifest 1.4 in quay.io/acme/api: unauthorized: access to the requested resource is not authorized',
    ),
  },
  'an image that was imported into a registry of Azure under its name': {
    rule: 'image-registry-doubled',
    scene: containerd(
      'acme.azurecr.io/docker.io/library/nginx:1.27',
      'acme.azurecr.io/docker.io/library/nginx:1.27: not found',
    ),
  },
  'the digest of the image itself': {
    rule: 'image-index-incomplete',
    scene: crio(
      `registry.acme.io/shop/api@${digest}`,
      `reading manifest ${digest} in registry.acme.io/shop/api: manifest unknown`,
    ),
  },
  'a blob that is gone': {
    rule: 'image-index-incomplete',
    scene: copying(
      'registry.acme.io/shop/api:1.4',
      `content at https://registry.acme.io/v2/shop/api/blobs/${digest} not found: not found`,
    ),
  },
  'an own login for the registry of OpenShift': {
    rule: 'openshift-puller-role-missing',
    scene: {
      ...crio(
        'default-route-openshift-image-registry.apps.acme.test/images/api:1.4',
        'reading manifest 1.4 in default-route-openshift-image-registry.apps.acme.test/images/api: unauthorized: authentication required',
      ),
      secrets: {
        own: pullSecret({
          'default-route-openshift-image-registry.apps.acme.test': login('janedoe', 'c0rrect-horse'),
        }),
      },
    },
  },
};
