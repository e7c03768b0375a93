import type { NodePlatform } from '../model/evidence.ts';
import { mapObserved, type Observed } from '../model/observed.ts';
import { fields } from '../objects/fields.ts';
import { toNode } from '../objects/node.ts';
import type { ObjectReader } from '../objects/object-reader.ts';

/** The nodes that take Pods (not cordoned) with their platforms; one page of them. */
export async function nodePlatforms(reader: ObjectReader): Promise<Observed<readonly NodePlatform[]>> {
  const nodes = await reader.list('nodes', { namespace: null, firstPage: true });
  return mapObserved(nodes, (all) =>
    all
      .filter((node) => fields(node['spec'])['unschedulable'] !== true)
      .map(toNode)
      .map(({ name, os, architecture }) => ({ name, os, architecture })),
  );
}
