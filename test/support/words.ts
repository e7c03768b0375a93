/**
 * What containerd says of a failed pull, behind `Failed to pull image "…": `. Each takes the image
 * as the Pod names it.
 */
const rpc = (code: string, image: string, rest: string) =>
  `rpc error: code = ${code} desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${rest}`;

function hostOf(image: string): string {
  const [first = ''] = image.split('/');
  return /[.:]|^localhost$/.test(first) && image.includes('/') ? first : 'registry-1.docker.io';
}

/** A bare 401: with and without a credential alike. */
export const unauthorized = (image: string) =>
  rpc(
    'Unknown',
    image,
    `pulling from host ${hostOf(image)} failed with status code [manifests 1.4]: 401 Unauthorized`,
  );

/** Asked for a login before anything else (a Basic challenge), and none was there. */
export const basicChallenge = (image: string) =>
  rpc(
    'Unknown',
    image,
    'pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
  );

/** The token service refused a login. */
export const badLogin = (image: string) =>
  rpc(
    'Unknown',
    image,
    `failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://${hostOf(image)}/token: 401 Unauthorized`,
  );

/** The token service was asked without a login. */
export const anonymousRefused = (image: string) =>
  rpc(
    'Unknown',
    image,
    `failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://${hostOf(image)}/token: 401 Unauthorized`,
  );

export const forbidden = (image: string) =>
  rpc(
    'Unknown',
    image,
    `pulling from host ${hostOf(image)} failed with status code [manifests 1.4]: 403 Forbidden`,
  );

/** The answer that stands for a private repository and for none at all. */
export const ambiguous = (image: string) =>
  rpc(
    'Unknown',
    image,
    'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
  );

export const notFound = (image: string) =>
  `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;

export const ecrExpired = (image: string) =>
  rpc(
    'Unknown',
    image,
    `pulling from host ${hostOf(image)} failed with status code [manifests 1.4]: 403 Forbidden: denied: Your authorization token has expired. Reauthenticate and try again.`,
  );

export const unknownHost = (image: string) =>
  rpc(
    'Unknown',
    image,
    `failed to do request: Head "https://${hostOf(image)}/v2/shop/api/manifests/1.4": dial tcp: lookup ${hostOf(image)} on 10.0.0.2:53: no such host`,
  );

export const unknownAuthority = (image: string) =>
  rpc(
    'Unknown',
    image,
    `failed to do request: Head "https://${hostOf(image)}/v2/shop/api/manifests/1.4": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
  );

export const unavailable = (image: string) =>
  rpc(
    'Unavailable',
    image,
    `unexpected status from HEAD request to https://${hostOf(image)}/v2/shop/api/manifests/1.4: 503 Service Unavailable`,
  );

/** What ECR answers an identity that it knows and does not let in. */
export const ecrRefusesRole = (image: string, account: string) =>
  rpc(
    'Unknown',
    image,
    `unexpected status from HEAD request to https://${hostOf(image)}/v2/shop/api/manifests/1.4: 403 Forbidden: denied: User: arn:aws:sts::${account}:assumed-role/workers/i-0abc is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-central-1:123456789012:repository/shop/api`,
  );

/** Basic authentication asked for, and nothing sent. */
export const noBasicAuth = (image: string) =>
  rpc(
    'Unknown',
    image,
    `unexpected status from HEAD request to https://${hostOf(image)}/v2/shop/api/manifests/1.4: no basic auth credentials`,
  );

/** The kubelet's warning about secrets that it cannot get. */
export const notRetrieved = (...names: readonly string[]) => ({
  reason: 'FailedToRetrieveImagePullSecret',
  message: `Unable to retrieve some image pull secrets (${names.join(', ')}); attempting to pull the image may not succeed.`,
  container: null,
});

/** One error per credential that the kubelet tried. */
export const eachOf = (...texts: readonly string[]) => `[${texts.join(', ')}]`;
