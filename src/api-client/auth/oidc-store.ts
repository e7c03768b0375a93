import { readFileSync, writeFileSync } from 'node:fs';
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { RenewedTokens } from './oidc-refresh.ts';

type Collection = YAMLMap | YAMLSeq;

/** Writes renewed tokens into the user's entry of a kubeconfig; all else in the file stays, comments too. Throws when it cannot. */
export function storeTokens(file: string, userName: string, tokens: RenewedTokens): void {
  // To the failsafe schema all scalars are text, which is written back as it was.
  const options = { schema: 'failsafe', uniqueKeys: false, merge: true } as const;
  const documents = parseAllDocuments(readFileSync(file, 'utf8'), options);
  const [document] = documents;
  if (!isMap(document?.contents)) throw new Error('the kubeconfig is empty by now');
  const { users } = document.toJS() as { users: readonly { name?: string }[] };
  const index = users.findIndex((user) => (user.name ?? '') === userName);
  const path = ['users', index, 'user', 'auth-provider', 'config'];
  const config = path.reduce<Collection>((parent, key) => own(parent, key, document), document.contents);
  for (const [key, token] of Object.entries(tokens)) {
    const text = new Scalar(token);
    text.type = Scalar.QUOTE_DOUBLE;
    config.set(key, text);
  }
  writeFileSync(file, documents.map((one) => one.toString({ lineWidth: 0 })).join(''));
}

/** A member that may be changed: one that an alias or a merge key shares with other entries is copied first. */
function own(parent: Collection, key: string | number, document: Document): Collection {
  const member = lookUp(parent, key, document);
  if (!isMap(member) && !isSeq(member)) throw new Error('the kubeconfig has changed');
  const its: unknown = parent.get(key, true);
  if (its === member) return member;
  const copy = member.clone() as Collection;
  visit(copy, (_, node) => {
    if (isCollection(node) || isScalar(node)) delete node.anchor;
  });
  parent.set(key, copy);
  return copy;
}

function lookUp(parent: Collection, key: string | number, document: Document): Node | undefined {
  const member = parent.get(key, true) ?? fromMerges(parent, key, document);
  return isAlias(member) ? member.resolve(document) : (member as Node | undefined);
}

/** What the values of `<<` give, of which the first counts. */
function fromMerges(parent: Collection, key: string | number, document: Document): Node | undefined {
  if (!isMap(parent)) return undefined;
  const merged = parent.items
    .filter((pair) => isScalar(pair.key) && /^(Symbol\()?<<\)?$/.test(String(pair.key.value)))
    .flatMap(({ value }) => (isSeq(value) ? value.items : [value]))
    .map((value) => (isAlias(value) ? value.resolve(document) : value));
  for (const map of merged) {
    const member = isMap(map) ? lookUp(map, key, document) : undefined;
    if (member !== undefined) return member;
  }
  return undefined;
}
