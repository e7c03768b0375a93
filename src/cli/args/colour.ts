/**
 * Whether the text report has colours. `auto`: as FORCE_COLOR says (Node's convention: 0 and false
 * turn colours off), else on a terminal, unless NO_COLOR is set or the terminal is dumb.
 */
export function wantsColour(
  choice: 'auto' | 'always' | 'never',
  terminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (choice !== 'auto') return choice === 'always';
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return terminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
