/** Whether the text report has colours: `auto` means on a terminal, unless NO_COLOR is set or the terminal is dumb. */
export function wantsColour(
  choice: 'auto' | 'always' | 'never',
  terminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (choice !== 'auto') return choice === 'always';
  return terminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
