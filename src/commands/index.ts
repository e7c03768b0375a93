import Explain from './explain.ts';
import Help from './help.ts';
import Pod from './pod.ts';

/** The commands by their names, for oclif's explicit strategy. */
export const COMMANDS = { explain: Explain, pod: Pod };

/** Other names of the commands, kubectl's own. */
export const aliases: ReadonlyMap<string, keyof typeof COMMANDS> = new Map([
  ['pods', 'pod'],
  ['po', 'pod'],
]);

export { Help };
