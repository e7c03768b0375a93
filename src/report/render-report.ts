import type { Report } from '../model/report.ts';
import { toYaml } from '../text/to-yaml.ts';
import type { Format } from './formats.ts';
import { renderGithub } from './github.ts';
import { renderHtml } from './html/render-html.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown/render-markdown.ts';
import { renderName } from './name.ts';
import { renderPrometheus } from './prometheus.ts';
import type { RuleHelp } from './rule-help.ts';
import { renderSarif } from './sarif.ts';

type Render = (report: Report, namespace: string | null, rules?: RuleHelp) => string;

/**
 * The forms that are made from the machine contract. They get where the program looked, null for
 * everywhere, and what is known of rules.
 */
export const renderers: Readonly<Record<Exclude<Format, 'text'>, Render>> = {
  json: renderJson,
  yaml: toYaml,
  markdown: renderMarkdown,
  junit: renderJunit,
  github: renderGithub,
  sarif: renderSarif,
  html: renderHtml,
  prometheus: renderPrometheus,
  name: renderName,
};
