/** The forms of a report, as `-o` takes them. */
export const formats = [
  'text',
  'json',
  'yaml',
  'markdown',
  'junit',
  'github',
  'sarif',
  'html',
  'prometheus',
  'name',
] as const;

export type Format = (typeof formats)[number];
