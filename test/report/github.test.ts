import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderGithub } from '../../src/report/github.ts';
import { fails } from '../../src/report/view.ts';
import { visibleData } from '../../src/text/visible.ts';
import { hostileReport } from '../support/hostile-report.ts';
import { login, pullSecret } from '../support/objects.ts';
import { mismatch, reportOf, says } from '../support/report-scene.ts';
import { defaultImage, type Scene } from '../support/scene.ts';
import { jwtUntil } from '../support/tokens.ts';
import { readCommands } from '../support/workflow-commands.ts';

const commandsOf = async (...scenes: readonly Scene[]) =>
  readCommands(renderGithub(await reportOf(...scenes)));

describe('renderGithub', () => {
  it('has an error for a failing image and nothing for a sound one', async () => {
    const [error, ...rest] = await commandsOf(mismatch);
    expect(rest).toEqual([]);
    expect(error).toMatchObject({ command: 'error', title: 'pod/web in shop, app' });
    const lines = error?.message.split('\n') ?? [];
    expect(lines.slice(0, 2)).toEqual(['no pull secret entry matches `registry.acme.io`', defaultImage]);
    expect(lines[3]).toMatch(/^\$ kubectl create secret docker-registry regcred -n shop /);
  });

  it('is empty for sound Pods and for none', async () => {
    expect(renderGithub(await reportOf({}, { beside: { proxy: 'busybox' } }))).toBe('');
    expect(renderGithub(await reportOf())).toBe('');
  });

  it('has a warning for a warning on a sound image', async () => {
    const soon = pullSecret({ 'registry.acme.io': login('ci', jwtUntil('2026-03-05T20:00:00Z')) });
    const commands = await commandsOf({ secrets: { regcred: soon } });
    expect(commands).toHaveLength(1);
    expect(commands[0]).toMatchObject({
      command: 'warning',
      title: 'pod/web in shop, app',
      message: expect.stringMatching(/\(credential-expires-soon\)\n/),
    });
  });

  it('escapes what would end the title or the line', async () => {
    const report = await reportOf(mismatch);
    const pods = report.pods.map((pod) => ({
      ...pod,
      namespace: 'a:b,c%3A',
      images: pod.images.map((image) => ({ ...image, image: '100%\r\n::error::x' })),
    }));
    const text = renderGithub({ ...report, pods });
    expect(text).toContain('::error title=pod/web in a%3Ab%2Cc%253A%2C app::');
    expect(text).toContain('%0A100%25%0D%0A::error::x%0A');
    expect(text.split('\n')).toHaveLength(2);
  });

  it('tells Pods that fail alike once', async () => {
    const [error, ...rest] = await commandsOf(mismatch, mismatch, mismatch);
    expect(rest).toEqual([]);
    expect(error?.message).toMatch(/\nthe same for pod\/web, pod\/web in shop$/);
  });

  it('has a warning for what could not be read', async () => {
    const commands = await commandsOf({ says, list: ['regcred'], unread: { 'secrets/regcred': 'denied' } });
    expect(commands.at(-1)).toEqual({
      command: 'warning',
      place: '',
      title: 'could not read (may change the verdict)',
      message:
        'Secret shop/regcred: needs get secrets/regcred in namespace shop\n$ kubectl auth can-i get secrets/regcred -n shop',
    });
  });

  it('keeps to the grammar, whatever the texts are', () => {
    fc.assert(
      fc.property(hostileReport(1).map(visibleData), (report) => {
        const commands = readCommands(renderGithub(report));
        const images = report.pods.flatMap((pod) => pod.images);
        expect(commands.filter((one) => one.command === 'error')).toHaveLength(images.filter(fails).length);
        const noticed = images.flatMap((image) =>
          image.findings
            .filter((finding) => finding !== image.findings.find((one) => one.severity === 'error'))
            .filter((finding) => finding.severity !== 'info'),
        );
        expect(commands.filter((one) => one.command === 'warning')).toHaveLength(
          noticed.length + report.problems.length,
        );
      }),
      { numRuns: 300 },
    );
  });
});
