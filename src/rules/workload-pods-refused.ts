import { advice } from '../model/finding.ts';
import { defineRule } from './define-rule.ts';
import { sourceOf } from './shared/sources.ts';

export default defineRule({
  id: 'workload-pods-refused',
  stage: 'policy',
  title: 'workload whose Pods the API server refuses to make',
  explains: [],
  proof: [{ on: [], since: 'the condition or the event of the controller quotes the API server' }],
  detect({ evidence, preflight }) {
    const { refused, owner, pod } = evidence;
    if (!preflight || refused === undefined) return null;
    const workload = owner === null ? `Pod ${pod.name}` : `${owner.kind} ${owner.name}`;
    const reason = reasons.find(({ says }) => says.test(refused.message)) ?? other;
    const at = refused.at === null ? '' : ` at ${refused.at}`;
    return {
      certainty: 'proven',
      unchecked: [],
      what: `no Pod of ${workload} is made: ${reason.what}`,
      why: [
        { source: sourceOf(refused.by), says: `was told${at}: "${refused.message}"` },
        {
          source: 'simulated',
          says: 'no image is pulled before there is a Pod: pull secrets have no part in it',
        },
      ],
      fixes: [
        advice(reason.fix),
        {
          title: `see whether ${workload} was refused again`,
          pipeline: [
            [
              'kubectl',
              'get',
              'events',
              '-n',
              pod.namespace,
              `--field-selector=reason=FailedCreate,involvedObject.name=${refused.by.name}`,
            ],
          ],
          effect: 'reads',
          after: '',
        },
      ],
      facts: { by: sourceOf(refused.by), message: refused.message },
    };
  },
});

interface Reason {
  readonly says: RegExp;
  readonly what: string;
  readonly fix: string;
}

/** How the API server and its admission plugins say no (k8s.io/apiserver, plugin/pkg/admission). */
const reasons: readonly Reason[] = [
  {
    says: /failed calling webhook|failed to call webhook/i,
    what: 'an admission webhook did not answer',
    fix: 'have the service of the admission webhook that the message names started, or its failurePolicy changed',
  },
  {
    says: /admission webhook .{0,300} denied|image policy webhook|denied by .{0,80}policy|ValidatingAdmissionPolicy|no matching .{0,60}polic/is,
    what: 'an admission policy denied it',
    fix: 'use an image that the admission policy allows (its registry, tag, digest or signature), or have the policy that the message names changed',
  },
  {
    says: /exceeded quota|forbidden: .{0,80}quota/i,
    what: 'the quota of the namespace is used up',
    fix: 'have the ResourceQuota that the message names raised, or free some of it',
  },
  {
    says: /violates PodSecurity|PodSecurityPolicy|security context constraint/i,
    what: 'the Pod security policy of the namespace denies it',
    fix: 'bring the securityContext of the Pod template in line with the policy that the message names',
  },
  {
    says: /service ?account .{0,200}not found|looking up service account|is not allowed because service account/i,
    what: 'its ServiceAccount is not there or does not allow it',
    fix: 'create the ServiceAccount, or correct serviceAccountName in the Pod template',
  },
];

const other: Reason = {
  says: /./,
  what: 'the API server refused it (admission)',
  fix: 'mend what the message names, in the Pod template or in the policy of the namespace',
};
