import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { KubeObject } from '../../src/objects/object-reader.ts';
import { captureObjects } from '../support/captures.ts';
import { root, runProgram } from '../support/run-program.ts';

const namespace = 's-secret-in-other-namespace';
const kinds = new Map(
  Object.entries({ pod: 'Pod', event: 'Event', secret: 'Secret', serviceaccount: 'ServiceAccount' }),
);
const accountOf = (place: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { namespace: place, name: 'default' },
});

/**
 * What `kubectl get KIND,… -A` prints of these objects: one List, without a word on what there is
 * none of.
 */
const printed = (objects: readonly KubeObject[], asked: readonly string[]): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    metadata: { resourceVersion: '' },
    items: objects.filter(({ kind }) => asked.some((one) => kinds.get(one) === kind)),
  });

describe("README's command for a file", () => {
  let command: RegExpExecArray | null = null;
  beforeAll(async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    command = /^kubectl get (\S+) -A -o yaml \| kubectl pullcheck pod web -n shop --from - /m.exec(readme);
  });

  const causeOf = async (objects: readonly KubeObject[]) => {
    const input = printed(objects, command?.[1]?.split(',') ?? []);
    const { stdout } = await runProgram(['pod', 'web', '-n', namespace, '--from', '-', '-o', 'json'], {
      input,
    });
    return (JSON.parse(stdout) as Report).pods[0]?.images[0]?.findings[0];
  };

  it('proves that a secret is in another namespace alone, where its own has none at all', async () => {
    const objects = captureObjects('secret-in-other-namespace').filter(
      ({ kind, metadata }) => kind !== 'Secret' || metadata.namespace !== namespace,
    );
    const finding = await causeOf([...objects, accountOf('shared-platform')]);
    expect(finding).toMatchObject({ rule: 'pull-secret-missing', certainty: 'proven', severity: 'error' });
    expect(finding?.fixes[0]?.command).toContain('kubectl get secret platform-regcred -n shared-platform');
  });

  it('claims nothing of Secrets that were not asked for', async () => {
    const objects = captureObjects('secret-in-other-namespace').filter(({ kind }) => kind !== 'Secret');
    expect((await causeOf(objects))?.certainty).not.toBe('proven');
  });
});
