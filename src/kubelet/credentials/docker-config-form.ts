import { foldName, type JsonValue, jsonKind, jsonMembers, jsonString } from '../go/go-json.ts';

const members = (value: JsonValue) => (jsonKind(value) === 'object' ? jsonMembers(value) : []);

const entryFields = ['auth', 'username', 'password', 'identitytoken', 'registrytoken'];
const looksLikeEntry = (value: JsonValue) =>
  members(value).some(
    ([name, field]) => jsonKind(field) === 'string' && entryFields.includes(foldName(name)),
  );

/** Whether a document has the form of a config.json: an `auths` that holds entries by location, or nothing. */
export function looksLikeConfigJson(root: JsonValue): boolean {
  return members(root).some(
    ([name, value]) =>
      foldName(name) === 'auths' &&
      jsonKind(value) === 'object' &&
      !looksLikeEntry(value) &&
      members(value).every(([, entry]) => jsonKind(entry) === 'object' || jsonKind(entry) === 'null'),
  );
}

/** Whether a document has the form of a .dockercfg: entries by location at the top. */
export const looksLikeDockercfg = (root: JsonValue): boolean =>
  !looksLikeConfigJson(root) && members(root).some(([, value]) => looksLikeEntry(value));

/** Whether a document names credential helpers (`credsStore`, `credHelpers`), which the kubelet ignores. */
export function namesHelpers(root: JsonValue): boolean {
  return members(root).some(([name, value]) => {
    const field = foldName(name);
    if (field === 'credsstore') return jsonKind(value) === 'string' && jsonString(value) !== '';
    return field === 'credhelpers' && members(value).length > 0;
  });
}
