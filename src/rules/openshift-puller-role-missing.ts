import { answersLogin } from '../pull-error/login-errors.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { isSilent, loginErrors } from './shared/labels.ts';
import { dockercfgSecrets, openShiftRefusal } from './shared/registries/openshift.ts';
import { accountSource, kubeletSays, listed, podSource, registryOf } from './shared/sources.ts';

export default defineRule({
  id: 'openshift-puller-role-missing',
  stage: 'authorization',
  title: "ServiceAccount without the right to another project's images",
  explains: loginErrors,
  proof: [],
  detect(pull) {
    const { failure } = pull;
    if (failure === null || isSilent(failure.error.label) || !loginErrors.includes(failure.error.label))
      return null;
    const refusal = openShiftRefusal(pull);
    if (refusal === null || !answersLogin(failure.error)) return null;
    if (refusal.kind === 'not-provisioned') return notProvisioned(pull);
    const { namespace, serviceAccount } = pull.evidence.pod;
    const account = `system:serviceaccount:${namespace}:${serviceAccount}`;
    return otherProject(pull, refusal.project, account, dockercfgSecrets(pull));
  },
});

function otherProject(pull: ImageContext, project: string, account: string, dockercfg: readonly string[]) {
  const { namespace, serviceAccount } = pull.evidence.pod;
  return {
    certainty: 'likely',
    unchecked: [
      `the RoleBindings of project ${project}, which were not read`,
      `whether ${project} has this image: the registry answers alike`,
    ],
    what: `the ServiceAccount \`${serviceAccount}\` may not pull from project \`${project}\``,
    why: [
      {
        source: 'the image',
        says: `is in project ${project} of OpenShift's own registry, the Pod in ${namespace}`,
      },
      {
        source: podSource(pull),
        says:
          dockercfg.length === 0
            ? 'has no dockercfg secret of its ServiceAccount; that token would be its login'
            : `logs in with the token of ${accountSource(pull)} (${listed(dockercfg.map((name) => `\`${name}\``))}), which has the role system:image-puller in ${namespace} alone`,
      },
      ...kubeletSays(pull),
    ],
    fixes: [
      {
        title: `give the ServiceAccounts of ${namespace} the role system:image-puller in project ${project}`,
        pipeline: [
          [
            'kubectl',
            'create',
            'rolebinding',
            `${namespace}-image-puller`,
            '-n',
            project,
            '--clusterrole=system:image-puller',
            `--serviceaccount=${namespace}:${serviceAccount}`,
          ],
        ],
        effect: 'changes',
        after: `the same with oc: oc policy add-role-to-user system:image-puller ${account} -n ${project}`,
      },
    ],
    facts: { project, account },
  } as const;
}

/**
 * The own project: OpenShift makes a dockercfg secret for each ServiceAccount, and puts it into its
 * list.
 */
function notProvisioned(pull: ImageContext) {
  const { namespace, serviceAccount } = pull.evidence.pod;
  return {
    certainty: 'likely',
    unchecked: [
      "why OpenShift's controller has not made the secret: the log of openshift-controller-manager tells",
    ],
    what: `the ServiceAccount \`${serviceAccount}\` has no dockercfg secret yet for OpenShift's own registry`,
    why: [
      { source: podSource(pull), says: 'lists no dockercfg secret, so the pull has no login' },
      {
        source: accountSource(pull),
        says: 'lists none either: OpenShift provisions one (NAME-dockercfg-…) for each ServiceAccount, with system:image-puller in its own project',
      },
      ...kubeletSays(pull),
    ],
    fixes: [
      {
        title: `see whether ${accountSource(pull)} has its dockercfg secret by now`,
        pipeline: [['kubectl', 'get', 'serviceaccount', serviceAccount, '-n', namespace, '-o', 'yaml']],
        effect: 'reads',
        after:
          'where it has, recreate the Pod; where it has not, see whether openshift-controller-manager runs and the registry is Managed (configs.imageregistry.operator.openshift.io/cluster)',
      },
    ],
    facts: {
      project: namespace,
      account: `system:serviceaccount:${namespace}:${serviceAccount}`,
      registry: registryOf(pull),
    },
  } as const;
}
