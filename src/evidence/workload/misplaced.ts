import type { MisplacedPullSecrets } from '../../model/evidence.ts';
import { fields, list, text } from '../../objects/fields.ts';
import type { KubeObject } from '../../objects/object-reader.ts';
import type { PlacedTemplate } from './pod-template.ts';

/** Kinds whose fields are known: a custom resource may have a list of pull secrets of its own. */
const builtIn = new Set([
  'Pod',
  'PodTemplate',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
]);

/** Custom resources that are built like a Deployment, with no pull secrets of their own. */
const likeDeployments =
  /^(?:argoproj\.io\/\S+ Rollout|serving\.knative\.dev\/\S+ Service|apps\.kruise\.io\/\S+ CloneSet)$/;

/** Keys that are meant as `imagePullSecrets`. */
const meant = /^(?:image)?_?pull_?secrets?(?:_?names?)?$/i;

/** Where pull secrets stand in a manifest that the API server does not read, or not so. */
export function misplacedPullSecrets(
  object: KubeObject,
  { template, path }: PlacedTemplate,
): readonly MisplacedPullSecrets[] {
  const spec = fields(template['spec']);
  const at = [...path, 'spec'];
  const right = pathText(at);
  const inSpec = Object.entries(spec).flatMap(([key, value]) =>
    key === 'imagePullSecrets' ? wrongForm(value, right) : keyed(key, value, right, right),
  );
  const inContainers = ['initContainers', 'containers'].flatMap((group) =>
    list(spec[group]).flatMap((container, index) =>
      Object.entries(fields(container)).flatMap(([key, value]) =>
        keyed(key, value, `${right}.${group}[${index}]`, right),
      ),
    ),
  );
  // a Pod template has two fields wherever it stands; what is above one in a custom resource may
  // have any
  const kind = object.kind ?? '';
  const fixed = builtIn.has(kind) || likeDeployments.test(`${object['apiVersion']} ${kind}`);
  const known = fixed ? 0 : at.length - 1;
  return [...inSpec, ...inContainers, ...above(object, at, right, known)];
}

/** Every object on the way to the Pod's spec from this depth on, and the metadata beside it. */
function above(
  object: KubeObject,
  path: readonly string[],
  right: string,
  from: number,
): readonly MisplacedPullSecrets[] {
  return [...path.keys()].slice(from).flatMap((depth) => {
    const way = path.slice(0, depth);
    const holder = way.reduce<unknown>((value, key) => fields(value)[key], object);
    return [way, [...way, 'metadata']].flatMap((place) => {
      const value = place === way ? holder : fields(holder)['metadata'];
      return Object.entries(fields(value)).flatMap(([key, inner]) =>
        keyed(key, inner, pathText(place), right),
      );
    });
  });
}

function keyed(key: string, value: unknown, where: string, right: string): readonly MisplacedPullSecrets[] {
  if (!meant.test(key)) return [];
  const names = namesIn(value);
  return names.length === 0
    ? []
    : [
        {
          path: where === '' ? key : `${where}.${key}`,
          right: `${right}.imagePullSecrets`,
          names,
          form: false,
        },
      ];
}

/** The list is in its place, and is not one of objects with a name. */
function wrongForm(value: unknown, where: string): readonly MisplacedPullSecrets[] {
  const good = Array.isArray(value) && value.every((one) => text(fields(one)['name']) !== '');
  const names = namesIn(value);
  const path = `${where}.imagePullSecrets`;
  return good || names.length === 0 ? [] : [{ path, right: path, names, form: true }];
}

/** The names that are meant: texts, or objects with one text in them. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  const texts = Object.entries(fields(value)).filter(([key]) => /name|secret/i.test(key));
  return texts.flatMap(([, one]) => (typeof one === 'string' && one !== '' ? [one] : []));
}

const pathText = (path: readonly string[]) => path.join('.');
