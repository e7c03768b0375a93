import { redactWords } from '../kubelet/redact-words.ts';
import { cutWords } from '../text/cut-words.ts';
import { writeLine } from './write-line.ts';

/**
 * Writes a line of another program, a credential plugin or kubectl, to standard error: its
 * beginning, without what looks like a credential.
 */
export const writeOthersLine = (text: string): void => writeLine(redactWords(cutWords(text)));
