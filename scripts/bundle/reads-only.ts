import { resourceTypes } from '../../src/objects/resources.ts';

const kinds = Object.values(resourceTypes).map(({ kind }) => kind);
const used = new RegExp(`^(?:read|list)(?:Namespaced)?(?:${kinds.join('|')})(?:ForAllNamespaces)?$`);
const method = /^ {4}\/\*\*\n(?: {5}\*.*\n)*? {5}\*\/\n {4}async (\w+)\([\s\S]*?^ {4}}\n/gm;

/** A generated API class of client-node with the request builders of the reads that the program does, of some five hundred. */
export const readsOnly = (text: string): string =>
  text.replace(method, (whole, name: string) => (used.test(name) ? whole : ''));
