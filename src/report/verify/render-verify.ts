import type { ChalkInstance } from 'chalk';
import type { ReportFix } from '../../model/report.ts';
import type { VerifyReport } from '../../model/verify-report.ts';
import { toJson } from '../../text/to-json.ts';
import { toYaml } from '../../text/to-yaml.ts';
import { wrap } from '../../text/wrap.ts';
import type { Format } from '../formats.ts';
import { renderGithub } from '../github.ts';
import { htmlPage } from '../html/render-html.ts';
import { renderJunit } from '../junit.ts';
import { code, codeBlock, prose } from '../markdown/escape.ts';
import { renderMarkdown } from '../markdown/render-markdown.ts';
import { renderName } from '../name.ts';
import { renderPrometheus } from '../prometheus.ts';
import { renderSarif } from '../sarif.ts';
import { verifyLines } from './verify-lines.ts';

type Render = (report: VerifyReport) => string;

/**
 * The forms of a verification beside text. JUnit, GitHub and names are those of the diagnosis of
 * the fresh pull.
 */
export const verifyRenderers: Readonly<Record<Exclude<Format, 'text'>, Render>> = {
  json: toJson,
  yaml: toYaml,
  markdown: renderVerifyMarkdown,
  junit: ({ report }) => renderJunit(report),
  github: ({ report }) => renderGithub(report),
  prometheus: ({ report }) => renderPrometheus(report),
  sarif: ({ report }) => renderSarif(report, null),
  html: renderVerifyHtml,
  name: ({ report }) => renderName(report),
};

function renderVerifyHtml({ verify, report }: VerifyReport): string {
  const { title, images, details } = verifyLines(verify);
  const { kind, namespace, name } = verify.target;
  const next = verify.next.map(
    (one) => `next: ${one.title}${one.command === null ? '' : `: ${one.command}`}`,
  );
  const lines = [...images.map(({ text }) => text), ...details, ...next];
  return htmlPage(report, `${kind.toLowerCase()}/${name} in ${namespace}: ${title}`, lines);
}

/** What stands before the diagnosis in text; all there is to say where the pull passed. */
export function renderVerifyText({ verify }: VerifyReport, chalk: ChalkInstance, width: number): string {
  const { title, images, details } = verifyLines(verify);
  const { kind, namespace, name } = verify.target;
  const mark = { pulled: chalk.green('✓'), failed: chalk.red('✗'), open: '·' };
  const lines = [
    `${kind.toLowerCase()}/${name} in ${namespace}: ${title}`,
    '',
    ...images.map((line) => (line.mark === null ? line.text : `${mark[line.mark]} ${line.text}`)),
    ...details.flatMap((detail) => wrap(detail, width - 2)).map((line) => `  ${line}`),
    ...verify.next.flatMap((fix) => ['', ...nextLines(fix, width)]),
  ];
  return `${lines.join('\n')}\n`;
}

const nextLines = ({ title, command, after }: ReportFix, width: number): readonly string[] => [
  ...wrap(`next  ${title}`, width),
  ...(command === null ? [] : [`      $ ${command}`]),
  ...(after === '' ? [] : [`      ${after}`]),
];

function renderVerifyMarkdown({ verify, report }: VerifyReport): string {
  const { title, images, details } = verifyLines(verify);
  const { kind, namespace, name } = verify.target;
  const blocks = [
    `# ${prose(`${kind.toLowerCase()}/${name} in ${namespace}: ${title}`)}`,
    images.map(({ text }) => `- ${code(text)}`).join('\n'),
    prose(details.join('; ')),
    ...verify.next.flatMap(({ title: what, command }) => [
      prose(`Next: ${what}`),
      ...(command === null ? [] : [codeBlock(command, 'sh')]),
    ]),
  ];
  const diagnosis = verify.outcome === 'pulled' ? '' : `\n${renderMarkdown(report, namespace)}`;
  return `${blocks.join('\n\n')}\n${diagnosis}`;
}
