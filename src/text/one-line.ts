import { visible } from './visible.ts';

/** A text on one line, runs of spaces as one; characters that cannot be seen are named. */
export const oneLine = (text: string): string => visible(text).replaceAll(/ +/g, ' ').trim();
