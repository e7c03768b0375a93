import { unseen } from './visible.ts';

const escaped = new RegExp(`(?!\\n)(?:${unseen.source})`, 'gu');

/**
 * A value as indented JSON with a last newline. What cannot be seen is escaped in strings, where
 * JSON has it as it is, too.
 */
export const toJson = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replaceAll(escaped, codeUnits)}\n`;

const codeUnits = (char: string) =>
  char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
