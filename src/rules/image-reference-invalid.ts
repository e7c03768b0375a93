import { advice } from '../model/finding.ts';
import { unseenIn } from '../text/visible.ts';
import { defineRule } from './define-rule.ts';
import { kubeletSays, podSource } from './shared/sources.ts';

export default defineRule({
  id: 'image-reference-invalid',
  stage: 'reference',
  title: 'image reference that cannot be parsed',
  explains: ['invalid-image-reference'],
  proof: [{ on: ['words'], since: "the text cannot be parsed by the kubelet's own rules" }],
  detect(pull) {
    const { reference } = pull.simulation;
    if (reference.ok) return null;
    const { image } = pull.image;
    const unseen = unseenIn(image);
    const at = reference.position === null ? '' : `, at character ${reference.position + 1}`;
    return {
      certainty: 'proven',
      unchecked: [],
      what: `\`${image}\` is not an image reference${unseen === null ? '' : `: it holds ${unseen}, which cannot be seen`}`,
      why: [
        {
          source: podSource(pull),
          says: `has an invalid image reference in container ${pull.image.container}: ${reference.hint}${at}`,
        },
        { source: 'simulated', says: `the kubelet refuses it and pulls nothing: ${reference.message}` },
        ...kubeletSays(pull),
      ],
      fixes: [
        advice('correct the image reference where it is written (manifest, Helm values, pipeline variable)'),
      ],
      facts: { position: reference.position, problem: reference.message },
    };
  },
});
