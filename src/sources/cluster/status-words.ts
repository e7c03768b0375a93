import { credentialShapes } from '../../kubelet/redact-words.ts';
import { type FindSpans, redactSpans } from '../../text/redact/spans.ts';

/**
 * What the API server's own authorization says of every refusal (apiserver,
 * handlers/responsewriters/errors.go): who may not do what. What follows behind a colon is the
 * authorizer's or a webhook's reason.
 */
const usual =
  /^(?:\S+(?: "[^"]*")? is )?forbidden: User ".*?" cannot \w+ (?:resource "[^"]*" in API group "[^"]*"|path "[^"]*")(?: in the namespace "[^"]*"| at the cluster scope)?(?:: |$)/s;

/** The reason that a refusal (403) gives beyond the usual sentence; empty where it gives none. */
export const refusalReason = (status: Readonly<Record<string, unknown>> | null, own?: FindSpans): string =>
  statusMessage(status, own)
    .replace(usual, '')
    .replace(/^forbidden$/i, '');

/**
 * The message of a Status in one line: no control characters, no credentials, of the connection
 * (`own`) neither. Empty for anything else, and for one that repeats JSON: that is a request or an
 * object, whatever it holds, and no reason.
 */
export function statusMessage(status: Readonly<Record<string, unknown>> | null, own?: FindSpans): string {
  const message = status?.['kind'] === 'Status' ? status['message'] : undefined;
  return typeof message === 'string' && !/[{,]\s{0,9}\\?"[^"\\]{1,100}\\?"\s{0,9}:/.test(message)
    ? oneLine(message, own)
    : '';
}

/**
 * Others' words for a terminal: escape sequences go, a line end or what else is not printed becomes
 * a space.
 */
const oneLine = (text: string, own: FindSpans = () => []): string =>
  redactSpans(
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: CSI and OSC sequences begin with one
      .replaceAll(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g, '')
      .replaceAll(/[\p{C}\p{Z}\s]+/gu, ' ')
      .trim(),
    [credentialShapes, own],
  );
