import { createHash } from 'node:crypto';
import type { UnreadEvidence } from '../../model/diagnosis.ts';
import type { Report, ReportFinding, ReportFix, ReportImage } from '../../model/report.ts';
import { byCause, causesOf, type PodGroup, sameSentence } from '../groups.ts';
import { pageAddress, type RuleHelp } from '../rule-help.ts';
import {
  asides,
  blamed,
  fails,
  fixLabel,
  fixTitle,
  imageName,
  kubeletMessage,
  noProblem,
  otherWait,
  overviewTitle,
  podPath,
  podPlace,
  podTitle,
  problemNeed,
  proofOf,
  ruleNotes,
  standing,
  verdict,
  whyText,
} from '../view.ts';
import { type Html, html } from './html.ts';
import { style } from './style.ts';
import { wayOf } from './way.ts';

const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** Verdicts that are shown whole: a page of more cannot be read, nor opened in a mail. */
const mostGroups = 200;

/** Verdicts that stand open; of more, each is a line that opens. */
const mostOpen = 5;

/**
 * The report as one page to attach to an incident. `namespace` is where the program looked; null
 * for everywhere.
 */
export const renderHtml = (report: Report, namespace: string | null, help?: RuleHelp): string =>
  htmlPage(report, titleOf(report, namespace), [], help);

function titleOf({ pods, summary, kind }: Report, namespace: string | null): string {
  const [first] = pods;
  if (first === undefined) return noProblem(namespace, summary.podsScanned);
  return pods.length > 1
    ? overviewTitle(summary, kind)
    : `image pulls of ${podTitle(first, kind)} in ${podPlace(first)}`;
}

/**
 * A page of its own: no script, nothing loaded from elsewhere, which its content security policy
 * forbids too. Pods that stand alike are told once. `opening`: what is said before them, a
 * paragraph each.
 */
export function htmlPage(
  report: Report,
  title: string,
  opening: readonly string[] = [],
  help?: RuleHelp,
): string {
  const { problems, kind, observedAt, version } = report;
  const groups = byCause(report);
  const shown = groups.slice(0, mostGroups);
  const place = new Map(shown.map((group, at) => [group.pod, `pod-${at + 1}`]));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="dim">kubectl pullcheck ${version}${observedAt === null ? '' : `, evidence of ${observedAt}`}</p>
${opening.map((line) => html`<p>${line}</p>`)}
${causes(groups, place)}
${shown.map((group) => podSection(group, { kind, id: place.get(group.pod) ?? '', open: shown.length <= mostOpen, help }))}
${groups.length > shown.length ? html`<p>${groups.length - shown.length} more verdicts are left out: see -o json.</p>` : ''}
${problems.length === 0 ? '' : unread(problems)}
</main>
</body>
</html>
`.html;
}

function causes(groups: readonly PodGroup[], place: ReadonlyMap<unknown, string>): Html {
  const rows = causesOf(groups);
  // one verdict needs no table of contents
  if (rows.length === 0 || groups.length === 1) return html``;
  return html`<table>
<thead><tr><th scope="col">cause</th><th scope="col">Pods</th><th scope="col">for example</th></tr></thead>
<tbody>${rows.map(({ rule, pods, example: { pod } }) => {
    const to = place.get(pod);
    return html`<tr><td><code>${rule ?? 'unexplained'}</code></td><td>${pods}</td><td>${to === undefined ? podPath(pod) : html`<a href="#${to}">${podPath(pod)}</a>`}</td></tr>`;
  })}</tbody>
</table>`;
}

interface SectionOptions {
  readonly kind: Report['kind'];
  readonly id: string;
  readonly open: boolean;
  readonly help: RuleHelp | undefined;
}

/** The link's target is inside of the folded part, since browsers open what holds a target. */
function podSection(group: PodGroup, { kind, id, open, help }: SectionOptions): Html {
  const { pod } = group;
  const wait = otherWait(pod);
  const same = sameSentence(group, kind);
  const failed = pod.images.filter(fails);
  return html`<details${{ html: open ? ' open' : '' }}>
<summary><h2>${podTitle(pod, kind)} in ${podPlace(pod)}</h2>${failed.map((image) => html`<span class="brief">${verdict(image, pod)}</span>`)}</summary>
<div id="${id}">
${failed.map((image) => failing(image, group, help))}
${pod.images.filter((image) => !fails(image)).map((image) => sound(image, help))}
${wait === null ? '' : html`<p>${wait}</p>`}
${same === '' ? '' : html`<p>${same}</p>`}
</div>
</details>`;
}

function failing(image: ReportImage, { pod }: PodGroup, help?: RuleHelp): Html {
  const finding = blamed(image);
  const message = kubeletMessage(image);
  return html`<h3><code>${imageName(image)}</code> <code>${image.image}</code></h3>
<p class="verdict">${verdict(image, pod)}</p>
${finding === undefined ? '' : rule(finding, help)}
${(finding?.fixes ?? []).map(fix)}
${wayOf(image, pod)}
<dl>
${finding === undefined ? '' : terms('Why', proofOf(finding, message))}
${terms('Not checked', finding?.unchecked ?? [])}
<dt>Kubelet</dt><dd><pre>${message ?? 'no message'}</pre></dd>
</dl>
${asides(image).map((one) => aside(one, help))}`;
}

const sound = (image: ReportImage, help?: RuleHelp): Html =>
  html`<p><code>${imageName(image)}</code> <code>${image.image}</code>: ${standing[image.status]}</p>
${image.findings.map((one) => aside(one, help))}`;

function rule(finding: ReportFinding, help?: RuleHelp): Html {
  const id = html`<code>${finding.rule}</code>`;
  const page = help?.rules.has(finding.rule)
    ? html`<a href="${pageAddress(help, finding.rule)}" rel="noreferrer">${id}</a>`
    : id;
  return html`<p class="dim">${page}${ruleNotes(finding)}</p>`;
}

const fix = (one: ReportFix, index: number): Html => html`<p>${fixLabel(one, index)}: ${fixTitle(one)}</p>
${one.command === null ? '' : html`<pre>${one.command}</pre>`}
${one.after === '' ? '' : html`<p class="dim">${one.after}</p>`}`;

const aside = (
  finding: ReportFinding,
  help?: RuleHelp,
): Html => html`<p>${finding.severity}: ${finding.what}</p>
${rule(finding, help)}
<dl>${terms('Why', finding.why.map(whyText))}</dl>
${finding.fixes.map(fix)}`;

const terms = (name: string, texts: readonly string[]): Html =>
  texts.length === 0 ? html`` : html`<dt>${name}</dt>${texts.map((text) => html`<dd>${text}</dd>`)}`;

const unread = (
  problems: readonly UnreadEvidence[],
): Html => html`<h2>Could not read (may change the verdict)</h2>
${problems.map(
  (problem) => html`<p>${problem.what}: ${problemNeed(problem)}</p>
${problem.check === null ? '' : html`<pre>${problem.check}</pre>`}`,
)}`;
