import { unseenIn } from './visible.ts';

const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const storable = {
  // apimachinery pkg/util/validation: IsDNS1123Subdomain, IsDNS1123Label
  subdomain: { form: new RegExp(`^${label}(?:\\.${label})*$`), longest: 253, dots: ', - and .' },
  label: { form: new RegExp(`^${label}$`), longest: 63, dots: ' and -' },
} as const;

/**
 * What keeps Kubernetes from storing an object under a name, as a sentence without its subject;
 * null for a name that it stores. A Pod may name anything as a pull secret, and a file may hold
 * anything: no such name goes into a command, where it could be read as an option. Namespaces are
 * labels, all other names subdomains.
 */
export function nameFault(name: string, kind: keyof typeof storable = 'subdomain'): string | null {
  const { form, longest, dots } = storable[kind];
  const unseen = unseenIn(name);
  if (unseen !== null) return `holds ${unseen}, which cannot be seen`;
  if (name === '') return 'is empty';
  if (name.startsWith('-')) return 'begins with `-`, as an option of kubectl does';
  if (name.length > longest) return `is longer than ${longest} characters`;
  return form.test(name)
    ? null
    : `is none that Kubernetes stores (lower-case letters, digits${dots}, a letter or digit first and last)`;
}
