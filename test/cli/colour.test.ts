import { expect, it } from 'vitest';
import { wantsColour } from '../../src/cli/args/colour.ts';

it.each([
  ['auto', true, {}, true],
  ['auto', true, { TERM: 'xterm-256color', NO_COLOR: '' }, true],
  ['auto', false, {}, false],
  ['auto', false, { FORCE_COLOR: '1' }, true],
  ['auto', false, { FORCE_COLOR: '', NO_COLOR: '1', TERM: 'dumb' }, true],
  ['auto', true, { FORCE_COLOR: '0' }, false],
  ['auto', true, { FORCE_COLOR: 'false' }, false],
  ['auto', true, { NO_COLOR: '1' }, false],
  ['auto', true, { NO_COLOR: '0' }, false],
  ['auto', true, { TERM: 'dumb' }, false],
  ['always', false, { NO_COLOR: '1', TERM: 'dumb' }, true],
  ['always', true, {}, true],
  ['never', true, { FORCE_COLOR: '1' }, false],
] as const)('%s, terminal %s, %j: %s', (choice, terminal, env, colour) => {
  expect(wantsColour(choice, terminal, env)).toBe(colour);
});
