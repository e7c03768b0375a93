import { describe, expect, it } from 'vitest';
import { objectName } from '../../src/cli/args/object-name.ts';
import { runProgram } from '../support/run-program.ts';

describe('the name in a word behind a command', () => {
  it.each([
    ['pod', 'web', 'web'],
    ['pod', 'pod', 'pod'],
    ['pod', 'po/web', 'web'],
    ['pod', 'PODS/web', 'web'],
    ['deployment', 'deployments.apps/web', 'web'],
    ['secret', 'secrets/regcred', 'regcred'],
  ] as const)('%s %s: %s', (command, word, name) => expect(objectName(command, word)).toBe(name));

  it.each([
    ['pod', '', '"" names no object'],
    ['pod', 'pod/', '"pod/" names no object'],
    ['pod', 'deploy/web', '"deploy/web" is no pod: the objects of one call are of one kind'],
    ['secret', '/regcred', '"/regcred" is no secret: the objects of one call are of one kind'],
  ] as const)('%s %s is refused', (command, word, problem) => {
    expect(() => objectName(command, word)).toThrow(problem);
  });
});

it('a name of another kind is a mistake in the usage', async () => {
  expect(await runProgram(['pod', 'web', 'deploy/api'])).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'error: "deploy/api" is no pod: the objects of one call are of one kind (see kubectl pullcheck pod --help)\n',
  });
});
