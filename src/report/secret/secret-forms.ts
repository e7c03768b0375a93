import type { SecretReport } from '../../model/secret-report.ts';
import { toJson } from '../../text/to-json.ts';
import { toYaml } from '../../text/to-yaml.ts';
import { renderSecretPrometheus } from '../prometheus.ts';

/** The forms of a report on pull secrets, as `-o` takes them. */
export const secretForms = ['text', 'json', 'yaml', 'prometheus', 'name'] as const;

type Form = Exclude<(typeof secretForms)[number], 'text'>;

/**
 * The forms that are made from the machine contract. `name` is `secret/NAME` of each Secret with an
 * error, a line each.
 */
export const secretRenderers: Readonly<Record<Form, (report: SecretReport) => string>> = {
  json: toJson,
  yaml: toYaml,
  prometheus: renderSecretPrometheus,
  name: ({ secrets }) =>
    secrets
      .filter(({ findings }) => findings.some((finding) => finding.severity === 'error'))
      .map(({ name }) => `secret/${name}\n`)
      .join(''),
};
