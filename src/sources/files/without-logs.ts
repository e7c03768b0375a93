const start = /^==== START logs for container (.+) ====$/m;

/**
 * The output of `kubectl cluster-info dump` without the logs that stand between its JSON documents.
 */
export function withoutLogs(content: string): string {
  const kept: string[] = [];
  let rest = content;
  for (;;) {
    const opening = start.exec(rest);
    if (opening === null) return kept.length === 0 ? content : [...kept, rest].join('');
    kept.push(rest.slice(0, opening.index));
    const closing = `==== END logs for container ${opening[1]} ====`;
    const end = rest.indexOf(closing, opening.index);
    // a stream that was cut within a log
    if (end === -1) return kept.join('');
    rest = rest.slice(end + closing.length);
  }
}
