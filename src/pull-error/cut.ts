const unfinished: readonly RegExp[] = [
  /(?:…|\.\.\.)["')\]]*$/,
  /[:,([=]$/,
  /\b(?:Get|Head|Post|request to|desc|dial tcp|signed by|failed to|lookup|on|for|from|code) ?=?$/i,
  /(?:failed to do request: |request to )(?:(?:Get|Head|Post) )?"?https?:\/\/[^\s"]{0,4000}"?:?$/i,
];

// containers/image shows the first 50 bytes of an answer and dots by design
const quotedBody = /StatusCode: \d{3}, .{0,80}\.\.\.$/;

/** Whether the words end in the middle: an open quote or list, trailing dots, a wrapper with nothing behind it. */
export function isCut(line: string): boolean {
  const text = line.trimEnd();
  if (text === '' || quotedBody.test(text)) return false;
  const tail = text.slice(-5000);
  if (unfinished.some((ending) => ending.test(tail))) return true;
  const odd = (text.split('"').length - 1) % 2 === 1;
  const opens = /(?:^|[\s([=])$/.test(text.slice(0, text.lastIndexOf('"')).slice(-2));
  return (odd && opens) || (text.startsWith('[') && !/\]["')]*$/.test(tail));
}
