/** What one attempt reports: the registry's own words, and those of mirrors that were asked before it. */
export interface Branches {
  readonly primary: string;
  readonly mirrors: readonly string[];
}

const mirrorsOpen = '(Mirrors also failed: ';

/**
 * Takes an attempt apart where a runtime reports several tries at once. containers/image
 * (docker_image_src.go) lists mirrors before the primary; CRI-O repeats a failed image pull as an artifact pull.
 */
export function branches(attempt: string): Branches {
  const artifact = attempt.indexOf('; artifact err: ');
  const image = artifact < 0 ? attempt : attempt.slice(0, artifact);
  const open = image.indexOf(mirrorsOpen);
  if (open < 0) return { primary: image, mirrors: [] };
  const listed = image.slice(open + mirrorsOpen.length);
  const close = listed.indexOf(']):');
  const mirrors = (close < 0 ? listed : listed.slice(0, close))
    .split(/\]\s*(?:\\n)?\s*\[/)
    .map((mirror) => mirror.replace(/^\[/, ''));
  const primary = close < 0 ? '' : image.slice(0, open) + listed.slice(close + 3).trimStart();
  return { primary, mirrors };
}
