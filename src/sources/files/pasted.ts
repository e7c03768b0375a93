import { notNamed } from '../../model/evidence.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import { partialKey } from '../../objects/pod.ts';

/** A line of a table of events: what a Pod was told, and how long ago. */
interface Row {
  readonly namespace: string | undefined;
  readonly type: string;
  readonly reason: string;
  readonly kind: string;
  readonly name: string;
  readonly container: string | undefined;
  readonly message: string;
  readonly age: string;
}

const described = /^Name:[ \t]+\S+/m;

/** The headings of `kubectl get events`, whose columns differ by version and by `-o wide`. */
function isHeading(line: string): boolean {
  if (!/^\s*(?:NAMESPACE\s+)?(?:LAST SEEN|AGE|LASTSEEN)\s/.test(line)) return false;
  const names = line.trim().split(/\s+/);
  const [reason = -1, object = -1, message = -1] = ['REASON', 'OBJECT', 'MESSAGE'].map((name) =>
    names.indexOf(name),
  );
  return reason > 0 && object > reason && message > object;
}

/**
 * The objects in text that a person pasted in place of objects: `kubectl describe pod`, a table of
 * `kubectl get events`, or an error sentence by itself. Null for text that is none of these. Times
 * are counted back from `now`, since such text has ages alone.
 */
export function readPasted(text: string, now: Date): readonly KubeObject[] | null {
  if (described.test(text) && /^(?:Containers|Init Containers|Events):/m.test(text))
    return describedPods(text, now);
  const lines = text.split('\n');
  const heading = lines.findIndex(isHeading);
  return heading === -1 ? null : eventTable(lines.slice(heading), now);
}

/** A sentence about a failed pull that names its image; null for any other. */
export function readSentence(text: string, now: Date): readonly KubeObject[] | null {
  const parts = text.split('\n').map((line) => line.trim());
  const sentence = parts.filter((part) => part !== '').join(' ');
  const image = sentence.length > 16_384 ? null : imageIn(sentence);
  if (image === null) return null;
  const message = /pull(?:ing)? image "/.test(sentence)
    ? sentence
    : `Failed to pull image "${image}": ${sentence}`;
  const about = { namespace: notNamed, name: notNamed };
  const pod = {
    ...{ apiVersion: 'v1', kind: 'Pod', [partialKey]: 'a message' },
    metadata: about,
    spec: { containers: [{ name: 'app', image }] },
  } as unknown as KubeObject;
  const row = { ...about, type: 'Warning', reason: 'Failed', kind: 'Pod', container: 'app', message };
  return [pod, eventOf({ ...row, age: '' }, 0, now)];
}

const byDocker =
  /(?:pull access denied for|(?<!matching )manifest for|repository|unable to find image '?) ?([\w.\-:/[\]]+(?:@sha\d+:[a-f0-9]+)?)/;

/** The image that the words of kubelet, runtime or registry name, the surest place first. */
function imageIn(text: string): string | null {
  const quoted = /(?:[Ff]ailed to )?(?:[Pp]ull(?:ing)?(?: and unpack)?|inspect) image \\?"([^"\\]+)\\?"/.exec(
    text,
  )?.[1];
  const resolved =
    /(?:resolve reference|resolve image|unpack image|initializing source docker:\/\/) ?\\?"?([^"\\\s]+?)\\?"?[:\s]/.exec(
      text,
    )?.[1];
  const [, read, source] = /reading manifest ([^\s"\\]+) in ([^\s"\\]+?)(?::?\s|:?$)/.exec(text) ?? [];
  const docker = byDocker.exec(text)?.[1];
  const [, host, repository, version] =
    /https?:\/\/([^/\s"]+)\/v2\/([^\s":?]+?)\/manifests\/([^\s":?]+(?::[a-f0-9]+)?)/.exec(text) ?? [];
  // a mirror is asked for an image of the registry that `ns` names
  const registry = /\/manifests\/[^\s"?/]+\?ns=([\w.:-]+)/.exec(text)?.[1]?.replace(/(?<!:):+$/, '') ?? host;
  const address =
    registry === undefined || repository === undefined || version === undefined
      ? undefined
      : versioned(`${registry === 'registry-1.docker.io' ? 'docker.io' : registry}/${repository}`, version);
  const named = read === undefined || source === undefined ? undefined : versioned(source, read);
  return quoted ?? resolved ?? named ?? address ?? docker ?? null;
}

/** A tag follows a colon, a digest, which has one itself, an `@`. */
const versioned = (repository: string, version: string) =>
  `${repository}${version.includes(':') ? '@' : ':'}${version}`;

/**
 * The columns of a table by the places of its headings: cells may hold spaces, the message above
 * all.
 */
function eventTable([heading = '', ...lines]: readonly string[], now: Date): readonly KubeObject[] {
  const names = heading.trim().split(/\s{2,}|\t/);
  const starts = names.map((name) => heading.indexOf(name));
  const cell = (line: string, name: string) => {
    const index = names.findIndex((one) => one.replace(' ', '') === name);
    if (index === -1) return undefined;
    const end = name === 'MESSAGE' && index === names.length - 1 ? undefined : starts[index + 1];
    return line.slice(starts[index], end).trim();
  };
  return lines
    .filter((line) => line.trim() !== '')
    .flatMap((line, index) => {
      const [kind = '', name = ''] = (cell(line, 'OBJECT') ?? '').split('/');
      const message = cell(line, 'MESSAGE') ?? '';
      if (!/^pods?$/i.test(kind) || name === '' || message === '') return [];
      const row: Row = {
        namespace: cell(line, 'NAMESPACE') || undefined,
        type: cell(line, 'TYPE') ?? '',
        reason: cell(line, 'REASON') ?? '',
        kind: 'Pod',
        name,
        container: /spec\.\w+\{([^{}]+)\}/.exec(cell(line, 'SUBOBJECT') ?? '')?.[1],
        message,
        age: cell(line, 'LASTSEEN') ?? cell(line, 'AGE') ?? '',
      };
      return [eventOf(row, index, now)];
    });
}

/** Each `Name:` at the start of a line begins a Pod. */
const describedPods = (text: string, now: Date): readonly KubeObject[] =>
  text
    .split(/^(?=Name:[ \t])/m)
    .filter((part) => described.test(part))
    .flatMap((part) => describedPod(part, now));

function describedPod(text: string, now: Date): readonly KubeObject[] {
  const value = (key: string) => new RegExp(`^${key}:[ \\t]+(.+)$`, 'm').exec(text)?.[1]?.trim();
  const name = value('Name') ?? '';
  const namespace = value('Namespace') ?? 'default';
  const [node = ''] = (value('Node') ?? '').split('/');
  const owner = /^(\w+)\/(\S+)$/.exec(value('Controlled By') ?? '');
  const containers = section(text, 'Containers');
  const inits = section(text, 'Init Containers');
  const metadata = { name, namespace };
  const pod = {
    ...{ apiVersion: 'v1', kind: 'Pod' },
    [partialKey]: 'kubectl describe',
    metadata: {
      ...metadata,
      ...(owner === null ? {} : { ownerReferences: [{ kind: owner[1], name: owner[2], controller: true }] }),
    },
    spec: {
      ...(node === '' || node === '<none>' ? {} : { nodeName: node }),
      serviceAccountName: value('Service Account') ?? 'default',
      containers: containers.map(specOf),
      ...(inits.length === 0 ? {} : { initContainers: inits.map(specOf) }),
    },
    status: {
      phase: value('Status') ?? '',
      containerStatuses: containers.map(statusOf),
      initContainerStatuses: inits.map(statusOf),
    },
  } as unknown as KubeObject;
  const one = containers.length + inits.length === 1 ? containers[0]?.name : undefined;
  return [pod, ...describedEvents(text, name, namespace, one, now)];
}

interface Part {
  readonly name: string;
  readonly lines: string;
}

/** The containers of a section, by their indentation: `  app:` and the lines below. */
function section(text: string, heading: string): readonly Part[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`${heading}:`));
  if (start === -1) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^\S/.test(line));
  return rest
    .slice(0, end === -1 ? undefined : end)
    .join('\n')
    .split(/^(?= {2}\S+:\s*$)/m)
    .flatMap((lines) => {
      const name = /^ {2}(\S+):\s*$/m.exec(lines)?.[1];
      return name === undefined ? [] : [{ name, lines }];
    });
}

const lineOf = ({ lines }: Part, key: string) =>
  new RegExp(`^ +${key}:[ \\t]+(.+)$`, 'm').exec(lines)?.[1]?.trim();

const specOf = (part: Part) => ({ name: part.name, image: lineOf(part, 'Image') ?? '' });

function statusOf(part: Part): object {
  const state = lineOf(part, 'State')?.toLowerCase() ?? '';
  const reason = /^ +State:.*\r?\n +Reason:[ \t]+(.+)$/m.exec(part.lines)?.[1]?.trim() ?? '';
  const message = /^ +State:.*\r?\n +Reason:.*\r?\n +Message:[ \t]+(.+)$/m.exec(part.lines)?.[1]?.trim();
  const imageID = lineOf(part, 'Image ID') ?? '';
  const told =
    state === 'waiting'
      ? { waiting: { reason, ...(message === undefined ? {} : { message }) } }
      : state === ''
        ? {}
        : { [state]: {} };
  return { name: part.name, image: lineOf(part, 'Image') ?? '', imageID, state: told };
}

/**
 * `  Warning  Failed  8m52s (x5 over 11m)  kubelet  Failed to pull image …`; older kubectl has the
 * object between.
 */
function describedEvents(
  text: string,
  name: string,
  namespace: string,
  container: string | undefined,
  now: Date,
): readonly KubeObject[] {
  const rest = text.slice(Math.max(0, text.search(/^Events:/m)));
  return rest.split('\n').flatMap((line, index) => {
    const [, type = '', reason = '', age = '', behind = ''] =
      /^\s*(Normal|Warning)\s+(\S+)\s+((?:\d+[smhdy])+|<unknown>)(?: \(x\d+ over [^)]*\))?\s+(.*)$/s.exec(
        line,
      ) ?? [];
    const [, message = ''] = /^\S+(?:, \S+)*\s{2,}(?:spec\.\S+\s{2,})?(.*)$/s.exec(behind) ?? [];
    return message === ''
      ? []
      : [
          eventOf(
            { namespace, type, reason, kind: 'Pod', name, container, message: message.trim(), age },
            index,
            now,
          ),
        ];
  });
}

const units = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
  ['y', 31_536_000],
]);

/** Seconds in `4m12s`, `3d5h`; 0 for what is no age. */
const seconds = (age: string) =>
  [...age.matchAll(/(?<!\d)(\d+)([smhdy])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units.get(unit ?? '') ?? 0),
    0,
  );

function eventOf(row: Row, index: number, now: Date): KubeObject {
  const namespace = row.namespace ?? 'default';
  const at =
    row.age === ''
      ? null
      : new Date(now.getTime() - seconds(row.age.split(' ')[0] ?? '') * 1000)
          .toISOString()
          .replace(/\.\d+/, '');
  return {
    ...{ apiVersion: 'v1', kind: 'Event' },
    metadata: { name: `${row.name}.${index}`, namespace, ...(at === null ? {} : { creationTimestamp: at }) },
    involvedObject: {
      ...{ kind: row.kind, namespace, name: row.name },
      ...(row.container === undefined ? {} : { fieldPath: `spec.containers{${row.container}}` }),
    },
    ...{
      type: row.type,
      reason: row.reason,
      message: row.message,
      ...(at === null ? {} : { lastTimestamp: at }),
    },
  } as unknown as KubeObject;
}
