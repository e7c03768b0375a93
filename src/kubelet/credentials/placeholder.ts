const syntaxes: readonly RegExp[] = [
  /^<[^<>]+>$/,
  /^\$\{[^{}]*\}$/,
  // `$oauthtoken` is a real user name, so that only the spelling of a shell variable counts
  /^\$[A-Z_][A-Z0-9_]*$/,
  /^\$\([^()]*\)$/,
  /^%[A-Za-z_]\w*%$/,
  /^\{\{.*\}\}$/s,
];

const subject = '(?:docker|registry|github|gitlab|harbor|quay|hub|access|api|azure|acr)';
const noun = '(?:user(?:name)?|login|name|pass(?:word)?|pword|pwd|token|secret|key|pat|credentials?)';
const words = new RegExp(
  `^(?:change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|this)|place[-_ ]?holder|todo|fixme|x{3,}|your|redacted|insert[-_ ].*here|(?:your|my)[-_ ]?(?:${subject}[-_ ]?)*${noun}(?:[-_ ]?here)?)$`,
  'i',
);

/** Whether a text is a placeholder that someone meant to replace: `<your-password>`, `${TOKEN}`, `changeme`, … */
export function isPlaceholder(text: string): boolean {
  const trimmed = text.trim();
  return words.test(trimmed) || syntaxes.some((syntax) => syntax.test(trimmed));
}
