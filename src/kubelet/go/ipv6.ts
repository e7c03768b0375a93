const group = /^[0-9a-fA-F]{1,4}$/;
const dotted = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** How many of the eight 16-bit groups a part stands for; NaN where it is malformed. */
function groupCount(part: string, last: boolean): number {
  if (part === '') return 0;
  const groups = part.split(':');
  const tail = last && dotted.test(groups.at(-1) ?? '');
  if (tail) groups.pop();
  return groups.every((text) => group.test(text)) ? groups.length + (tail ? 2 : 0) : Number.NaN;
}

/** Whether the text is an IPv6 address, with or without a zone, as Go's netip.ParseAddr reads it. */
export function isIPv6(text: string): boolean {
  const percent = text.indexOf('%');
  if (percent === text.length - 1 && percent !== -1) return false;
  const address = percent === -1 ? text : text.slice(0, percent);
  const halves = address.split('::');
  if (halves.length === 1) return groupCount(address, true) === 8;
  const [head = '', tail = '', ...more] = halves;
  return more.length === 0 && groupCount(head, false) + groupCount(tail, true) <= 7;
}
