/** What others put before the runtime's words, taken off from the left until none fits. */
const prefixes: readonly RegExp[] = [
  /^\s+/,
  /^\(combined from similar events\): /,
  // kubectl since 1.34 names the container before an event's message
  /^spec\.(?:init|ephemeral)?[cC]ontainers\{[^}]{0,300}\}: ?/,
  // columns of `kubectl describe` and `kubectl get events`
  /^(?:[\w().]{1,12} +){0,6}(?:Warning|Normal) +\w{3,60} +(?:[\w().]{1,20} +){0,8}(?:kubelet(?:, \S{1,253})?|pod\/\S{1,253}) +/,
  /^(?:warning|error|fatal|event|message|reason)s?: /i,
  /^Error syncing pod(?: [^,]{0,200})?, skipping: /,
  /^failed to "\w{1,40}" for "[^"]{0,300}" with \w{1,60}: "?/,
  /^Failed to (?:pull|inspect) image(?: "[^"]{0,1000}")?(?: for container "[^"]{0,300}")?(?: with (?:specified )?polic(?:y|ies) ["[][^"\]]{0,60}["\]])?(?::|(?= )) ?/i,
  /^Back-off pulling image(?: "[^"]{0,1000}")?:? ?/,
  /^(?:Err\w{1,40}|ImagePullBackOff|ImageInspectError|InvalidImageName): (?=\S)/,
  // kubelet up to 1.5 said this of every failure
  /^image pull failed for [^\s,]{1,1000}, this may be because there are no credentials on this request\. {1,2}details: \(?/,
  /^(?:pulling image failed|image pull failed|unable to pull image|pulling image): /,
  /^rpc error: code = \w{1,30} desc = /,
];

/**
 * The words without the kubelet's, kubectl's and gRPC's prefixes. Containerd's and CRI-O's own
 * wrappers stay.
 */
export function stripWrappers(text: string): string {
  let rest = text;
  for (let turn = 0; turn < 24; turn++) {
    const shorter = prefixes.reduce((words, prefix) => words.replace(prefix, ''), rest);
    if (shorter === rest) return rest;
    rest = shorter;
  }
  return rest;
}

/**
 * The reason that stands where a cause should be: `Error: ErrImagePull` is nothing but a reason.
 */
export function bareReason(stripped: string): string | null {
  return /^(?:Error: )?([A-Z][A-Za-z]{5,60})$/.exec(stripped.trim())?.[1] ?? null;
}
