import { notNamed } from '../../../model/evidence.ts';
import type { Argument, Command, Fix } from '../../../model/finding.ts';
import { nameFault } from '../../../text/kubernetes-name.ts';
import { unseenIn } from '../../../text/visible.ts';

/** Words of our own that stand in commands where names do. */
const own = new Set(
  `apply create delete get patch replace set rollout restart undo status auth can-i run list-tags secret docker-registry generic
  serviceaccount pod pods job node nodes events image deployment statefulset daemonset replicaset cronjob role rolebinding
  pullcheck collect load docker-image import save ctr`.split(/\s+/),
);

/** Flags whose value is the next word. */
const takesValue = new Set(['-n', '-o', '-f', '-p', '-l', '-L', '-c', '--name']);

/**
 * The fix as it is where each name in its commands is one that Kubernetes stores; else without
 * commands, and with what is wrong with the name. Quoting is not enough: kubectl reads a Secret
 * named `--server=https://evil.example` as an option.
 */
export function storableFix(fix: Fix): Fix {
  const [fault] = fix.pipeline.flatMap(faultsIn);
  return fault === undefined
    ? fix
    : { ...fix, pipeline: [], effect: 'none', after: `there is no command for it: ${fault}` };
}

/** An image reference, which cannot be read as an option. */
const image = /^\w[\w.:/@-]*$/;

function faultsIn([program, ...words]: Command): readonly string[] {
  return words.flatMap((word, index) => {
    const before = words[index - 1];
    const unseen = typeof word === 'string' ? unseenIn(word) : null;
    if (unseen !== null) return [`a word of it holds ${unseen}, which cannot be seen`];
    if (before === '-n' && program === 'kubectl') return faultOf(word, 'label');
    if (typeof before === 'string' && takesValue.has(before)) return [];
    if (program !== 'kubectl' && typeof word === 'string' && image.test(word)) return [];
    if (word === '-' && program !== 'kubectl') return [];
    return isOurs(word) ? [] : faultOf(nameIn(word), 'subdomain');
  });
}

/** A flag of a command: one that others named has a fault as a name, too. */
const flags =
  /^(?:-[noflpLc]|--(?:name|force|local|watch|wait|overwrite|verb=\w+|resource=\w+|resource-name=[a-z0-9][a-z0-9.-]*|role=[\w-]+|clusterrole=[\w:-]+|serviceaccount=[\w.:-]+|field-selector=[\w.,=-]+|dry-run=\w+|type=\w+|docker-(?:server|username|password|email)=.*|from-(?:file|literal)=.*))$/s;

const isOurs = (word: Argument) => typeof word !== 'string' || own.has(word) || flags.test(word);

/**
 * `web` of `deployment/web`, `app` of `app=registry.acme.io/shop/api:1`; an address of an image
 * (`docker://…`) has no name.
 */
function nameIn(word: Argument): string {
  if (typeof word !== 'string' || /^docker:\/\/[\w.:/@-]+$/.test(word)) return 'image';
  const [name = ''] = word.replace(/^[a-z]+\//, '').split(/=(?=[\w.:/@-]+$)/);
  return name;
}

function faultOf(name: Argument, kind: 'label' | 'subdomain'): readonly string[] {
  if (typeof name !== 'string') return [];
  if (name === notNamed) return ['the message names neither Pod nor namespace'];
  const fault = nameFault(name, kind);
  return fault === null ? [] : [`the name \`${name}\` ${fault}`];
}
