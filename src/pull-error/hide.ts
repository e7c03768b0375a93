/**
 * Sentences of an HTML error page that say more than its status does (nginx, Apache, Go's net/http,
 * Docker Hub's block of countries).
 */
const tellingPage =
  /plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled server port|Client sent an HTTP request to an HTTPS server|No required SSL certificate was sent|export (?:control|regulation)s?|unavailable for legal reasons|not available in your (?:country|region)/i;

const page =
  /<(?:!doctype|html|head|body|center|meta|title|h1|\?xml|Error)\b[\s\S]*?(?:<\/html>|<\/Error>|$)/i;

/** Places where a runtime prints a name without quotes. */
const bareNames: readonly [RegExp, string][] = [
  [/\b(manifest )[^\s:,]{1,600}( in )/gi, '$1NAME$2'],
  [/\b(reading (?:manifest|signatures?|blob) \S{1,600} in )[^\s,]{1,600}?(?=:\s|:$|\s|$)/gi, '$1NAME'],
  [/(\[manifests )[^\]]{1,600}\]/g, '$1NAME]'],
  [/\b(image name )\S{1,600}( returns)/g, '$1NAME$2'],
  [/\b(denied for )\S{1,600}(, repository)/g, '$1NAME$2'],
  [/\b(manifest for )\S{1,600}( not found)/g, '$1NAME$2'],
  [/\b((?:repository|project|artifact) )\S{1,600}( not found)/g, '$1NAME$2'],
  [/\b(from host )\S{1,300}( failed)/g, '$1NAME$2'],
  [/\b(lookup )[^\s:,]{1,300}(?=[:\s,]|$)/g, '$1NAME'],
  [/\b(registry )\S{1,300}( is blocked)/g, '$1NAME$2'],
  [/\b((?:container|docker) registry )[^\s]{1,300}?(?=:\s|:$|\s|$)/g, '$1NAME'],
  [/\b(Tag )\S{1,300}( (?:was|not))/g, '$1NAME$2'],
  [/\b(image pull failed for )\S{1,600}/g, '$1NAME'],
  [/\b(certificate is valid for )[^:"]{1,4000}/g, '$1NAME'],
  [/\b(trying to pull repository )\S{1,600}/g, '$1NAME'],
];

const knownSlashes = /^(?:i\/o|net\/http|HTTP\/|application\/|text\/|username\/password)/i;

/**
 * The words with everything hidden that a user or a server chose: image references, URLs, host
 * names, HTML pages. What is left is a component's own vocabulary, so that no image name can pass
 * for a cause.
 */
export function hide(text: string): string {
  let words = text
    .replace(page, (html) => ` PAGE ${tellingPage.exec(html)?.[0] ?? ''}`)
    .replace(/\b(image|reference|repository|source|ref) "[^"]{0,1000}"/gi, '$1 "NAME"')
    .replace(
      /\b(?:https?|docker):\/\/[^\s"']{1,4000}/gi,
      (url) => `URL${/(?<![\])}:,.;])[\])}:,.;]+$/.exec(url)?.[0] ?? ''}`,
    )
    .replace(/"(?!URL")[^"\s\\]{1,1000}"/g, '"NAME"');
  for (const [slot, name] of bareNames) words = words.replace(slot, name);
  return words.replace(
    /(?<![\w./<>-])[\w<][\w.<>-]*(?::\d+)?(?:\/[\w.<>{}$%+~-]+)+(?::[\w.-]+)?(?:@sha256:[\w.]+)?/g,
    (path) => (knownSlashes.test(path) ? path : 'NAME'),
  );
}
