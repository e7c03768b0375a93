/** A control character, together with what makes it one of the colours of the report. */
const controls = /\p{Cc}(?:\[(?:1|2|22|31|32|36|39)m)?/gu;

/**
 * A text that cannot steer the terminal: images and messages are others' words, so that control characters in them are shown in caret
 * notation (kubectl does so too: cli-runtime, EscapeTerminal). Line ends, tabs and, with `colour`, the report's own colours stay.
 */
export const printable = (text: string, colour: boolean): string =>
  text.replaceAll(controls, (found) =>
    /^[\n\t]/.test(found) || (colour && found.length > 1)
      ? found
      : `^${String.fromCharCode(found.charCodeAt(0) ^ 64)}${found.slice(1)}`,
  );
