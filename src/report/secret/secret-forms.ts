import type { SecretReport } from '../../model/secret-report.ts';
import { renderYaml } from '../yaml.ts';

/** The forms of a report on pull secrets, as `-o` takes them. */
export const secretForms = ['text', 'json', 'yaml', 'name'] as const;

type Form = Exclude<(typeof secretForms)[number], 'text'>;

/** The forms that are made from the machine contract. `name` is `secret/NAME` of each Secret with an error, a line each. */
export const secretRenderers: Readonly<Record<Form, (report: SecretReport) => string>> = {
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  yaml: renderYaml,
  name: ({ secrets }) =>
    secrets
      .filter(({ findings }) => findings.some((finding) => finding.severity === 'error'))
      .map(({ name }) => `secret/${name}\n`)
      .join(''),
};
