import { foldName, type JsonValue, jsonKind, jsonMembers, parseJson } from '../go/go-json.ts';
import { type ConfigEntry, type Problem, readEntry, typeProblem } from './docker-config-entry.ts';

/**
 * The two kinds of content: `config.json` with its `auths`, and the older bare map of locations.
 */
export type ConfigForm = 'config.json' | 'dockercfg';

/**
 * A docker config as the kubelet decodes it. `root` is for looking at what the kubelet does not
 * read.
 */
export type DockerConfig =
  | { readonly ok: true; readonly entries: ReadonlyMap<string, ConfigEntry>; readonly root: JsonValue }
  | ({ readonly ok: false; readonly location: string | null } & Problem);

type Failed = { readonly ok: false; readonly location: string | null } & Problem;

/**
 * Adds the entries of a map of locations. A location that is there already is replaced whole. Stops
 * at the first bad entry.
 */
function addEntries(map: JsonValue, field: string | null, entries: Map<string, ConfigEntry>): Failed | null {
  for (const [location, value] of jsonMembers(map)) {
    const read = readEntry(value, field);
    if (!read.ok) return { ...read, location };
    entries.set(location, read.entry);
  }
  return null;
}

function headersProblem(headers: JsonValue): Problem | null {
  const field = 'DockerConfigJSON.HttpHeaders';
  if (jsonKind(headers) === 'null') return null;
  if (jsonKind(headers) !== 'object') return typeProblem(headers, field, 'map[string]string');
  const bad = jsonMembers(headers).find(([, value]) => !['string', 'null'].includes(jsonKind(value)));
  return bad === undefined ? null : typeProblem(bad[1], field, 'string');
}

function readConfigJson(root: JsonValue): DockerConfig {
  const entries = new Map<string, ConfigEntry>();
  // encoding/json goes on after a value of the wrong type and reports the first one at the end; a
  // bad entry ends it at once
  let wrong: Problem | null = null;
  for (const [name, value] of jsonMembers(root)) {
    const field = foldName(name);
    if (field === 'httpheaders') wrong ??= headersProblem(value);
    if (field !== 'auths') continue;
    if (jsonKind(value) === 'null') entries.clear();
    else if (jsonKind(value) !== 'object')
      wrong ??= typeProblem(value, 'DockerConfigJSON.auths', 'credentialprovider.DockerConfig');
    else {
      const failed = addEntries(value, 'DockerConfigJSON.auths', entries);
      if (failed !== null) return failed;
    }
  }
  return wrong === null ? { ok: true, entries, root } : { ok: false, location: null, ...wrong };
}

/**
 * Decodes the content of a pull secret or of a node's config.json with the rules of Go's
 * encoding/json and the types of pkg/credentialprovider/config.go. `location` names the entry at
 * fault; it may hold credentials.
 */
export function decodeDockerConfig(bytes: Uint8Array, form: ConfigForm): DockerConfig {
  const parsed = parseJson(bytes);
  if ('error' in parsed) return { ok: false, location: null, class: 'json-syntax', text: parsed.error };
  const root = parsed.value;
  if (jsonKind(root) === 'null') return { ok: true, entries: new Map(), root };
  if (jsonKind(root) !== 'object') {
    const type = form === 'dockercfg' ? 'DockerConfig' : 'DockerConfigJSON';
    return { ok: false, location: null, ...typeProblem(root, null, `credentialprovider.${type}`) };
  }
  if (form === 'config.json') return readConfigJson(root);
  const entries = new Map<string, ConfigEntry>();
  return addEntries(root, null, entries) ?? { ok: true, entries, root };
}
