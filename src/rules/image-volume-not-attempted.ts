import { advice, type Fix } from '../model/finding.ts';
import { defineRule, type ImageContext } from './define-rule.ts';
import { type KubeletVersion, kubeletOf } from './shared/kubelet-version.ts';
import { listed, podSource, sourceOf } from './shared/sources.ts';

/** The feature gate ImageVolume: alpha in 1.31, on by default from 1.35 (KEP-4639). */
const known = { from: 31, byDefault: 35 };

/** A pull that is to come shows its event Pulling well before. */
const patienceMinutes = 2;

export default defineRule({
  id: 'image-volume-not-attempted',
  stage: 'node',
  title: 'image volume that the kubelet does not pull',
  explains: [],
  ceiling: 'info',
  proof: [
    {
      on: ['node', 'events'],
      since: 'the kubelet is older than image volumes, and no event tells of a pull',
    },
  ],
  detect(pull) {
    const { evidence, image, status } = pull;
    const { pod } = evidence;
    const kubelet = kubeletOf(pull);
    if (image.kind !== 'volume' || status !== 'pending' || kubelet === null) return null;
    if (kubelet.minor >= known.byDefault || isAttempted(pull) || !isOverdue(pull)) return null;
    const unknown = kubelet.minor < known.from;
    const draft = {
      what: `\`${image.image}\` is not pulled: ${unknown ? 'the kubelet knows no image volumes' : `kubelet ${kubelet.text} has image volumes off by default`}`,
      why: [
        {
          source: podSource(pull),
          says: `mounts it as volume ${image.container}${image.mountedBy.length === 0 ? '' : ` in ${listed(image.mountedBy)}`}, and has no event of a pull of it`,
        },
        { source: sourceOf({ kind: 'Node', name: pod.node ?? '' }), says: versionSays(kubelet, unknown) },
      ],
      fixes: [fixFor(pull, unknown)],
      facts: { kubelet: kubelet.text, volume: image.container },
    } as const;
    return unknown
      ? { ...draft, certainty: 'proven', unchecked: [] }
      : {
          ...draft,
          certainty: 'likely',
          unchecked: [`whether the feature gate ImageVolume is on in the kubelet of ${pod.node}`],
        };
  },
});

const versionSays = ({ text }: KubeletVersion, unknown: boolean) =>
  unknown
    ? `runs kubelet ${text}; image volumes came with 1.${known.from}`
    : `runs kubelet ${text}, where the feature gate ImageVolume is off unless it is turned on; from 1.${known.byDefault} it is on`;

const fixFor = ({ evidence }: ImageContext, unknown: boolean): Fix =>
  advice(
    unknown
      ? `put the Pod on nodes of 1.${known.byDefault} or later, or bring the files with an init container`
      : `have the feature gate ImageVolume turned on for kubelet and API server (a runtime that supports it too), or upgrade ${evidence.pod.node} to 1.${known.byDefault}`,
  );

/** Absence of events proves nothing while they may not be read. */
const isAttempted = ({ evidence: pod, image }: ImageContext) =>
  pod.events.status !== 'found' ||
  pod.events.value.some((event) => event.message.includes(`"${image.image}"`));

const isOverdue = ({ evidence: pod }: ImageContext) =>
  Date.parse(pod.observedAt) - Date.parse(pod.pod.createdAt ?? '') >= patienceMinutes * 60_000;
