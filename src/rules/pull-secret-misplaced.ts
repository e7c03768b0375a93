import type { MisplacedPullSecrets } from '../model/evidence.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { loginErrors } from './shared/labels.ts';
import { listed, sourceOf } from './shared/sources.ts';

export default defineRule({
  id: 'pull-secret-misplaced',
  stage: 'secrets',
  title: 'imagePullSecrets at a wrong place or in a wrong form',
  explains: loginErrors,
  refines: ['no-pull-secret'],
  proof: [{ on: [], since: 'the manifest has the list where no field is' }],
  detect(pull) {
    const [first, ...rest] = pull.evidence.pod.misplaced ?? [];
    if (first === undefined) return null;
    const all = [first, ...rest];
    const names = [...new Set(all.flatMap((one) => one.names))];
    const quoted = listed(names.map((name) => `\`${name}\``));
    return {
      certainty: 'proven',
      unchecked: [],
      what: first.form
        ? `\`${first.path}\` is not a list of objects with a \`name\`: the Pod gets no pull secret ${quoted}`
        : `${quoted} stands in \`${first.path}\`, where no pull secret is read`,
      why: [
        { source: manifestSource(pull), says: says(first) },
        ...rest.map((one) => ({ source: manifestSource(pull), says: says(one) })),
        {
          source: 'simulated',
          says: `a Pod's pull secrets are \`${first.right}\`, a list of objects with a \`name\``,
        },
      ],
      fixes: [
        {
          title: `${first.form ? 'write' : 'move them:'} \`${first.right}: [${names.map((name) => `{name: ${name}}`).join(', ')}]\``,
          pipeline: [],
          effect: 'none',
          after:
            'kubectl apply --validate=strict, the default from 1.25, refuses a field that it does not know',
        },
      ],
      facts: { path: first.path, right: first.right, secrets: names },
    };
  },
});

const says = ({ path, names, form }: MisplacedPullSecrets) =>
  form
    ? `has ${listed(names)} in \`${path}\`, not as \`- name: ${names[0]}\``
    : `has ${listed(names)} in \`${path}\``;

function manifestSource({ evidence: { owner, pod } }: ImageContext): string {
  return sourceOf({ kind: owner?.kind ?? 'Pod', namespace: pod.namespace, name: owner?.name ?? pod.name });
}
