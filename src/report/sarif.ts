import type { UnreadEvidence } from '../model/diagnosis.ts';
import type { SourceLocation } from '../model/evidence.ts';
import type { Report, ReportFinding, ReportImage, ReportPod } from '../model/report.ts';
import { toJson } from '../text/to-json.ts';
import { plainProof } from './plain-proof.ts';
import { pageAddress, type RuleHelp } from './rule-help.ts';
import { asides, blamed, fails, imageName, podTitle, problemNeed, verdict, whyText } from './view.ts';

/**
 * A SARIF 2.1.0 log: a result for each failing image and for each other finding. Results of
 * manifests have the file and the line of the image; those of a cluster have logical locations
 * alone. Reads that gave nothing are notifications of the run.
 */
export function renderSarif(report: Report, _: string | null, help?: RuleHelp): string {
  const results = report.pods.flatMap((pod) =>
    pod.images.flatMap((image) => imageResults(image, pod, report.kind)),
  );
  const ids = [...new Set(results.map(({ ruleId }) => ruleId))].sort();
  const index = new Map(ids.map((id, at) => [id, at]));
  return toJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'kubectl-pullcheck',
            version: report.version,
            ...(help === undefined ? {} : { informationUri: help.repository }),
            rules: ids.map((id) => descriptor(id, results.find(({ ruleId }) => ruleId === id)?.stage, help)),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: report.problems.map(notification),
          },
        ],
        results: results.map(({ stage: _stage, ...result }) => ({
          ...result,
          ruleIndex: index.get(result.ruleId),
        })),
      },
    ],
  });
}

const unexplained = 'unexplained';

function descriptor(id: string, stage: string | undefined, help: RuleHelp | undefined) {
  const known = help?.rules.get(id);
  const title = id === unexplained ? 'a pull that fails, and no rule explains it' : (known?.title ?? id);
  const tags = ['kubernetes', 'image-pull', ...(stage === undefined ? [] : [stage])];
  const described = {
    id,
    shortDescription: { text: sentence(title) },
    fullDescription: { text: sentence(title) },
    properties: { tags },
  };
  if (known === undefined || help === undefined) return described;
  const address = pageAddress(help, id);
  return {
    ...described,
    helpUri: address,
    help: { text: known.page, markdown: absoluteLinks(known.page, address) },
  };
}

const sentence = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

/** Links of a page to others beside it. */
const absoluteLinks = (page: string, address: string): string =>
  page.replaceAll(/\]\((?![a-z]+:|#)([^()\s]+)\)/g, (_, link: string) => `](${new URL(link, address).href})`);

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

function imageResults(image: ReportImage, pod: ReportPod, kind: Report['kind']) {
  const finding = blamed(image);
  const failure = fails(image)
    ? [
        result(image, pod, kind, finding ?? null, 'error', [
          verdict(image, pod),
          `Image: ${image.image}`,
          ...plainProof(image),
        ]),
      ]
    : [];
  const noticed = asides(image).map((one) =>
    result(image, pod, kind, one, levels[one.severity], [
      one.what,
      `Image: ${image.image}`,
      ...one.why.map((why) => `Why: ${whyText(why)}`),
    ]),
  );
  return [...failure, ...noticed];
}

function result(
  image: ReportImage,
  pod: ReportPod,
  kind: Report['kind'],
  finding: ReportFinding | null,
  level: 'error' | 'warning' | 'note',
  lines: readonly string[],
) {
  const ruleId = finding?.rule ?? unexplained;
  const place = `${pod.context === null ? '' : `${pod.context}/`}${pod.namespace}/${podTitle(pod, kind)}`;
  const file = image.location === null ? null : physicalLocation(image.location);
  return {
    ruleId,
    stage: finding?.stage,
    level,
    message: { text: plain(lines.join('\n')) },
    locations: [
      {
        ...(file === null ? {} : { physicalLocation: file }),
        logicalLocations: [
          { name: imageName(image), fullyQualifiedName: `${place}/${imageName(image)}`, kind: 'resource' },
        ],
      },
    ],
    partialFingerprints: { 'pullcheckImage/v1': fingerprint(ruleId, image, pod, kind) },
    properties: {
      namespace: pod.namespace,
      image: image.image,
      status: image.status,
      certainty: finding?.certainty ?? null,
    },
  };
}

/**
 * A viewer would make a link of `[text](destination)` (section 3.11.6); a backslash keeps it text.
 */
const plain = (text: string) => text.replaceAll(/\[(?=[^[\]]*\]\()/g, '\\[');

/**
 * The same for the next Pod of one owner, and for the same image on another line. Words, not a
 * hash: a viewer compares them, and a reader of two logs sees what they stand for.
 */
function fingerprint(rule: string, image: ReportImage, pod: ReportPod, kind: Report['kind']): string {
  const { namespace, owner } = pod;
  const holder = owner === null ? podTitle(pod, kind) : `${owner.kind}/${owner.name}`;
  return JSON.stringify([rule, namespace, holder, image.kind, image.container, image.image]);
}

/**
 * Of a Helm template only the file is known: viewers want a line all the same, and get the first.
 * Null for standard input.
 */
function physicalLocation({ path, line, column, template }: SourceLocation) {
  if (template !== null) return { artifactLocation: artifact(template), region: { startLine: 1 } };
  if (path === '-') return null;
  return { artifactLocation: artifact(path), region: { startLine: line, startColumn: column } };
}

function artifact(path: string) {
  const uri = path
    .toWellFormed()
    .split('/')
    .filter((part) => part !== '')
    .map(encodeURIComponent)
    .join('/');
  // a path that is not below the working directory
  return path.startsWith('/') ? { uri: `file:///${uri}` } : { uri, uriBaseId: '%SRCROOT%' };
}

const notification = (problem: UnreadEvidence) => ({
  level: 'warning',
  message: {
    text: plain(
      `could not read ${problem.what} (may change the verdict): ${problemNeed(problem)}${
        problem.check === null ? '' : `\n$ ${problem.check}`
      }`,
    ),
  },
});
