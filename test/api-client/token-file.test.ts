import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tokenFromFile } from '../../src/api-client/auth/token-file.ts';
import { authorizationHeader } from '../../src/api-client/http/open-credentials.ts';
import { seal } from '../../src/model/sealed.ts';
import { folderOf } from './folder.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('reads a token anew after a minute, and keeps it while it cannot be read', () => {
  const file = join(folderOf({ token: 'one\n' }), 'token');
  const token = tokenFromFile(file, undefined, 'the user');
  writeFileSync(file, 'two');
  vi.advanceTimersByTime(59_000);
  expect(authorizationHeader(token()).authorization).toBe('one');
  vi.advanceTimersByTime(1000);
  expect(authorizationHeader(token()).authorization).toBe('two');
  rmSync(file);
  vi.advanceTimersByTime(60_000);
  expect(authorizationHeader(token()).authorization).toBe('two');
});

it('an inline token stands in until the file is there', () => {
  const file = join(folderOf({}), 'token');
  const token = tokenFromFile(file, seal('inline'), 'the user');
  expect(authorizationHeader(token()).authorization).toBe('inline');
  writeFileSync(file, 'from-file');
  vi.advanceTimersByTime(60_000);
  expect(authorizationHeader(token()).authorization).toBe('from-file');
});
