import type { ImageContext } from '../../define-rule.ts';

/**
 * Why OpenShift's own registry refuses a ServiceAccount: the image is of another project, or the
 * account's secret is not made yet.
 */
export type OpenShiftRefusal =
  | { readonly kind: 'other-project'; readonly project: string }
  | { readonly kind: 'not-provisioned' };

/**
 * The integrated registry by its Service, its old names and its default Route
 * (openshift/image-registry, docker-registry of 3.x).
 */
const integrated: readonly RegExp[] = [
  /^image-registry\.openshift-image-registry\.svc(?:\.cluster\.local)?(?::\d+)?$/,
  /^docker-registry\.default\.svc(?:\.cluster\.local)?(?::\d+)?$/,
  /^172\.30\.\d{1,3}\.\d{1,3}:5000$/,
  /^default-route-openshift-image-registry\./,
  /^docker-registry-default\./,
];

/**
 * The names of dockercfg secrets that OpenShift makes for ServiceAccounts, as far as Pod and
 * account list them.
 */
export const dockercfgSecrets = ({ evidence }: Pick<ImageContext, 'evidence'>): readonly string[] => [
  ...new Set(
    [...evidence.secrets, ...evidence.serviceAccountSecrets]
      .map(({ name }) => name)
      .filter((name) => /-dockercfg-/.test(name)),
  ),
];

/**
 * Null for any other registry, and where an own credential or the account's secret for its own
 * project is refused.
 */
export function openShiftRefusal(
  pull: Pick<ImageContext, 'evidence' | 'simulation'>,
): OpenShiftRefusal | null {
  const { reference, offers } = pull.simulation;
  if (!reference.ok || !integrated.some((host) => host.test(reference.registry))) return null;
  const dockercfg = dockercfgSecrets(pull);
  // a login of somebody's own making
  if (offers.some(({ secret }) => !dockercfg.includes(secret))) return null;
  const [project = ''] = reference.repository.split('/');
  if (project !== pull.evidence.pod.namespace) return { kind: 'other-project', project };
  return dockercfg.length === 0 ? { kind: 'not-provisioned' } : null;
}
