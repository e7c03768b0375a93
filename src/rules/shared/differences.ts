import type { Mismatch } from '../../kubelet/near-match/mismatch.ts';
import type { Trial } from '../../model/simulation.ts';

const orNone = (part: string) => (part === '' ? 'none' : part);

/** What the kubelet makes of an entry that comes near, by how it differs. */
export const differences: Readonly<Record<Mismatch, (trial: Trial) => string>> = {
  'docker-hub-key': () =>
    'for Docker Hub the kubelet takes https://index.docker.io/v1/ (with the last slash) or docker.io, and no other spelling',
  scheme: () =>
    'the kubelet knows the prefixes https:// and http:// in lower case alone, and takes any other for a host name',
  case: (trial) => `the kubelet compares upper and lower case exactly: it wants ${trial.wanted}`,
  port: (trial) =>
    `the kubelet compares ports exactly: the image has ${orNone(trial.wanted)}, the entry ${orNone(trial.offered)}`,
  path: (trial) =>
    `the kubelet takes an entry's path as a prefix of the repository: ${orNone(trial.offered)} is none of ${orNone(trial.wanted)}`,
  glob: (trial) =>
    `a \`*\` stands for one label of a host name, and the number of labels has to be equal: ${trial.offered} does not cover ${trial.wanted}`,
  host: (trial) => `another host: the image has ${trial.wanted}, the entry ${trial.offered}`,
  other: () => 'the kubelet cannot read it as a URL and drops the entry',
};
