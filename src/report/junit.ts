import type { UnreadEvidence } from '../model/diagnosis.ts';
import type { Report, ReportImage, ReportPod } from '../model/report.ts';
import { plainProof } from './plain-proof.ts';
import {
  asides,
  blamed,
  fails,
  imageName,
  podTitle,
  problemNeed,
  ruleNotes,
  standing,
  verdict,
} from './view.ts';

/** An XML element as a string; `content` is XML already. */
function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: readonly string[] = [],
): string {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${attributeText(String(value))}"`);
  const open = `<${name}${head.join('')}`;
  return content.length === 0 ? `${open}/>` : `${open}>${content.join('')}</${name}>`;
}

/**
 * Characters that XML 1.0 does not allow, escaped or not (section 2.2, Char); lone surrogates
 * become U+FFFD.
 */
const forbidden = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * Character data. A carriage return is written as a reference, or a parser would read it as a line
 * end.
 */
export const xmlText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(forbidden, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');

/** Line ends and tabs would be read as spaces (section 3.3.3). */
const attributeText = (text: string) =>
  xmlText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');

/**
 * JUnit XML: a suite for each Pod, a case for each image. Reads that failed are skipped cases of a
 * suite of their own.
 */
export function renderJunit({ pods, problems, kind }: Report): string {
  const images = pods.flatMap((pod) => pod.images);
  const attributes = { name: 'kubectl pullcheck', ...counts(images, problems.length) };
  const suites = [
    ...pods.map((pod) => podSuite(pod, kind)),
    ...(problems.length === 0 ? [] : [problemSuite(problems)]),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', attributes, lines(suites, ''))}\n`;
}

const counts = (images: readonly ReportImage[], unread: number) => ({
  tests: images.length + unread,
  failures: images.filter(fails).length,
  errors: 0,
  skipped: images.filter(isSkipped).length + unread,
});

const isSkipped = (image: ReportImage) =>
  !fails(image) && (image.status === 'pending' || image.status === 'unknown');

function podSuite(pod: ReportPod, kind: Report['kind']): string {
  // objects of several kinds may have a name, Pods only one
  const name = `${pod.context === null ? '' : `${pod.context}/`}${pod.namespace}/${kind === 'Report' ? pod.name : podTitle(pod, kind)}`;
  const cases = pod.images.map((image) => imageCase(image, name, pod));
  return element('testsuite', { name, ...counts(pod.images, 0) }, lines(cases, '  '));
}

function imageCase(image: ReportImage, classname: string, pod: ReportPod): string {
  // a volume may have a container's name; other kinds share no names
  const name = image.kind === 'volume' ? imageName(image) : image.container;
  return element(
    'testcase',
    { classname, name },
    lines([properties(image), ...outcome(image, pod), ...warnings(image)], '    '),
  );
}

function properties(image: ReportImage): string {
  const facts = {
    image: image.image,
    kind: image.kind,
    status: image.status,
    cause: blamed(image)?.rule ?? null,
    reason: image.reason,
    error: image.error?.label ?? null,
  };
  const present = Object.entries(facts).flatMap(([name, value]) =>
    value === null ? [] : [element('property', { name, value })],
  );
  return element('properties', {}, present);
}

function outcome(image: ReportImage, pod: ReportPod): readonly string[] {
  if (fails(image)) {
    const finding = blamed(image);
    const type = finding?.rule ?? 'unexplained';
    const rule = finding === undefined ? [] : [`rule: ${finding.rule}${ruleNotes(finding)}`];
    const body = [`image: ${image.image}`, ...rule, ...plainProof(image)].join('\n');
    return [element('failure', { message: verdict(image, pod), type }, [xmlText(body)])];
  }
  return isSkipped(image) ? [element('skipped', { message: standing[image.status] })] : [];
}

function warnings(image: ReportImage): readonly string[] {
  const noticed = asides(image).map(({ severity, what, rule }) => `${severity}: ${what} (${rule})`);
  return noticed.length === 0 ? [] : [element('system-out', {}, [xmlText(noticed.join('\n'))])];
}

function problemSuite(problems: readonly UnreadEvidence[]): string {
  const cases = problems.map((problem) =>
    element('testcase', { classname: 'not read', name: problem.what }, [
      element('skipped', { message: problemNeed(problem) }),
    ]),
  );
  const attributes = { tests: problems.length, failures: 0, errors: 0, skipped: problems.length };
  return element('testsuite', { name: 'not read', ...attributes }, lines(cases, '  '));
}

/** Each on a line of its own; none for nothing. */
const lines = (elements: readonly string[], indent: string) =>
  elements.length === 0 ? [] : [...elements.map((one) => `\n${indent}  ${one}`), `\n${indent}`];
