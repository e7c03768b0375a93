import type { PullError, PullErrorLabel } from '../model/pull-error.ts';
import type { Rule } from '../rules/define-rule.ts';
import { rules } from '../rules/index.ts';
import { admits, type Cause, causesInWords, causeWords } from '../rules/shared/admitted.ts';

/** One thing that the words of a failed pull may mean, and the rule whose page tells of it. */
export interface Meaning {
  readonly says: string;
  readonly rule: string;
}

/** Of each cause of a refusal the rule that tells most of it. */
const rulesOf: Readonly<Record<Cause, string>> = {
  'login-wanted': 'no-pull-secret',
  'login-refused': 'credential-rejected',
  'access-lacking': 'credential-lacks-access',
  'image-absent': 'image-access-ambiguous',
  'other-refusal': 'registry-refused',
};

/**
 * The API server's own sentences (k8s.io/apiserver, plugin/pkg/admission): no Pod is made, so
 * nothing is pulled.
 */
const deniedAtAdmission =
  /admission webhook "[^"]{1,300}" denied the request|ValidatingAdmissionPolicy '[^']{1,300}' with binding/;

/**
 * What the words of a failed pull mean by themselves: one state, or the causes that a refusal
 * admits. Empty for words that tell nothing.
 */
export function meaningsOf(error: PullError): readonly Meaning[] {
  const { label, credentialSent } = error;
  if (deniedAtAdmission.test(error.text)) return [titleOf('workload-pods-refused')];
  if (label === 'backoff-only') return [];
  if (label === 'unknown') return error.party === 'node' ? [titleOf('registry-mirror-misconfigured')] : [];
  if (admits[label] === undefined) return [titleOf(nearestRule(label))];
  const other = answeredByOther(error);
  if (other !== null) return [titleOf(other)];
  const impossible: Readonly<Record<typeof credentialSent, readonly Cause[]>> = {
    yes: ['login-wanted'],
    no: ['login-refused', 'access-lacking'],
    unknown: [],
  };
  return [...causesInWords(error)]
    .filter((cause) => !impossible[credentialSent].includes(cause))
    .map((cause) => ({ says: causeWords[cause], rule: rulesOf[cause] }));
}

/** The rule of a refusal that is not about the login, or tells its one cause; null for others. */
function answeredByOther({ label, party, page, policy, step }: PullError): string | null {
  if (label === 'ecr-token-expired') return 'credential-expired';
  if (page && !policy) return 'registry-web-page';
  if (party === 'mirror') return 'registry-mirror-refused';
  return policy || party === 'upstream' || step === 'blob' || step === 'manifest' ? 'registry-refused' : null;
}

const titleOf = (id: string): Meaning => ({
  says: rules.find((rule) => rule.id === id)?.title ?? id,
  rule: id,
});

/** The rule that explains this label and the fewest others. */
const nearestRule = (label: PullErrorLabel): string =>
  rules
    .filter(({ explains, ceiling }: Rule) => ceiling === 'error' && explains.includes(label))
    .toSorted((a, b) => a.explains.length - b.explains.length)[0]?.id ?? 'evidence-disagrees-with-words';
