import type { Connection } from '../../api-client/connect.ts';
import type { Answer } from '../../api-client/http/answer.ts';
import type { KubeletFlags, KubeletSettings, NodeConfig } from '../../model/node-config.ts';
import { denied, failed, found, type Observed } from '../../model/observed.ts';
import { fields, text } from '../../objects/fields.ts';

/** Milliseconds: the API server waits for a node that is gone. */
const patience = 5000;

/** As JSON from 1.36 on; earlier kubelets have the page alone. */
const flagzJson = 'application/json;as=Flagz;v=v1beta1;g=config.k8s.io';

/**
 * Reads a kubelet's /configz and /flagz through the API server. Nothing else of a node is asked
 * for.
 */
export async function readNodeConfig(connection: Connection, node: string): Promise<NodeConfig> {
  const ask = (page: 'configz' | 'flagz', accept: string) =>
    connection.request({
      method: 'GET',
      url: `${connection.server.replace(/(?<!\/)\/+$/, '')}/api/v1/nodes/${encodeURIComponent(node)}/proxy/${page}`,
      headers: { accept },
      signal: AbortSignal.timeout(patience),
    });
  const flagz = async () => {
    const answer = await ask('flagz', flagzJson);
    return answer.kind === 'reply' && answer.code === 406 ? ask('flagz', 'text/plain') : answer;
  };
  const [settings, flags] = await Promise.all([ask('configz', 'application/json'), flagz()]);
  return {
    node,
    settings: observe(settings, 'configz', node, toSettings),
    flags: observe(flags, 'flagz', node, toFlags),
  };
}

function observe<T>(
  answer: Answer,
  page: string,
  node: string,
  read: (text: string) => T | null,
): Observed<T> {
  if (answer.kind === 'failure') return failed(answer.problem, answer.remedy);
  if (answer.code === 401 || answer.code === 403)
    return denied({ verb: 'get', group: '', resource: 'nodes/proxy', name: node });
  if (answer.code === 404)
    return failed(`the kubelet of ${node} does not serve /${page}`, 'nothing: it is too old for it');
  const value = answer.code === 200 ? read(answer.text) : null;
  return value === null
    ? failed(`the kubelet of ${node} did not give its /${page} (status ${answer.code})`)
    : found(value);
}

/** `{"kubeletconfig": {…}}` (component-base, configz). */
export function toSettings(json: string): KubeletSettings | null {
  const config = fields(fields(parse(json))['kubeletconfig']);
  if (Object.keys(config).length === 0) return null;
  const {
    imagePullCredentialsVerificationPolicy,
    serializeImagePulls,
    maxParallelImagePulls,
    registryPullQPS,
  } = config;
  return {
    imagePullCredentialsVerificationPolicy: text(imagePullCredentialsVerificationPolicy) || null,
    serializeImagePulls: typeof serializeImagePulls === 'boolean' ? serializeImagePulls : null,
    maxParallelImagePulls: typeof maxParallelImagePulls === 'number' ? maxParallelImagePulls : null,
    registryPullQPS: typeof registryPullQPS === 'number' ? registryPullQPS : null,
  };
}

/**
 * The object `Flagz`, or the page of lines `name: value` below a title (component-base,
 * zpages/flagz); its separator has changed.
 */
export function toFlags(page: string): KubeletFlags | null {
  const lines = [...page.matchAll(/^[ \t]*-{0,2}([a-z][\w-]*)[ \t]*[=:](.*)$/gm)];
  const flags = new Map<string, unknown>([
    ...lines.map(([, name = '', value = '']) => [name, value.trim()] as const),
    ...Object.entries(fields(fields(parse(page))['flags'])),
  ]);
  // every kubelet has one of these: without them the page is another one
  if (!flags.has('config') && !flags.has('kubeconfig')) return null;
  return { credentialProviderConfig: text(flags.get('image-credential-provider-config')) || null };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
