import type { Report } from '../model/report.ts';
import { toYaml } from '../text/to-yaml.ts';
import type { Format } from './formats.ts';
import { renderGithub } from './github.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown/render-markdown.ts';
import { renderName } from './name.ts';

type Render = (report: Report, namespace: string | null) => string;

/** The forms that are made from the machine contract. They get where the program looked; null for everywhere. */
export const renderers: Readonly<Record<Exclude<Format, 'text'>, Render>> = {
  json: renderJson,
  yaml: toYaml,
  markdown: renderMarkdown,
  junit: renderJunit,
  github: renderGithub,
  name: renderName,
};
