/** What the program knows of its rules, for forms that carry help with them. */
export interface RuleHelp {
  /** Address of the repository, under which `blob/main/docs` lies. */
  readonly repository: string;
  /** By id. `page` is Markdown. */
  readonly rules: ReadonlyMap<string, { readonly title: string; readonly page: string }>;
}

/** The address of a rule's page. */
export const pageAddress = ({ repository }: RuleHelp, rule: string): string =>
  `${repository}/blob/main/docs/rules/${rule}.md`;
