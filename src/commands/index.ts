import Help from './help.ts';
import Pod from './pod.ts';

/** The commands by their names, for oclif's explicit strategy. */
export const COMMANDS = { pod: Pod };

/** Other names of the commands, kubectl's own. */
export const aliases: Readonly<Record<string, keyof typeof COMMANDS>> = { pods: 'pod', po: 'pod' };

export { Help };
