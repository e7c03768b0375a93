import { visible } from '../../text/visible.ts';

/** Markup that is safe to put into a page as it stands. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | readonly Html[];

/**
 * Markup with every text in it made visible and escaped, in attributes too, which have to be
 * quoted.
 */
export const html = (literals: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: literals.map((literal, index) => literal + markup(parts[index] ?? '')).join(''),
});

function markup(part: Part): string {
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'html' in part ? part.html : part.map((one) => one.html).join('');
}

const names = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

const escaped = (text: string) => visible(text).replaceAll(/[&<>"']/g, (one) => names.get(one) ?? one);
