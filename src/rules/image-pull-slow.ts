import type { Why } from '../model/finding.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { podSource } from './shared/sources.ts';

const slowAfterMinutes = 2;

export default defineRule({
  id: 'image-pull-slow',
  stage: 'content',
  title: 'pull that takes minutes',
  explains: [],
  ceiling: 'info',
  proof: [{ on: ['events', 'times'], since: 'the event of the start of the pull, and none since' }],
  detect(pull) {
    const { image, evidence, status } = pull;
    const { events, observedAt } = evidence;
    if (status !== 'pending' || events.status !== 'found') return null;
    const pulling = events.value.findLast(
      (event) => event.reason === 'Pulling' && event.message.includes(`"${image.image}"`),
    );
    const minutes = (Date.parse(observedAt) - Date.parse(pulling?.lastSeen ?? '')) / 60_000;
    if (pulling === undefined || !(minutes >= slowAfterMinutes)) return null;
    return {
      certainty: 'proven',
      unchecked: ['how much is left: the API server does not show the progress of a pull'],
      what: `the pull of \`${image.image}\` has run for ${Math.floor(minutes)} minutes`,
      why: [
        { source: podSource(pull), says: `has had the event Pulling at ${pulling.lastSeen}, and none since` },
        ...oneByOne(pull),
      ],
      fixes: [],
      facts: { since: pulling.lastSeen },
    };
  },
});

/** One large image then holds up every other one of the node. */
function oneByOne({ evidence: { nodeConfig } }: ImageContext): readonly Why[] {
  if (nodeConfig?.settings.status !== 'found' || nodeConfig.settings.value.serializeImagePulls !== true)
    return [];
  const says = 'pulls one image at a time (serializeImagePulls): this one may wait for others of the node';
  return [{ source: `kubelet of ${nodeConfig.node}`, says }];
}
