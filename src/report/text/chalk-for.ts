import { Chalk, type ChalkInstance } from 'chalk';

/** chalk with a fixed level: it does not honour NO_COLOR by itself, so the command decides. */
export const chalkFor = (colour: boolean): ChalkInstance => new Chalk({ level: colour ? 1 : 0 });
