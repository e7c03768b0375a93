import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readLabelSelector } from '../../src/objects/label-selector.ts';

const labels = { app: 'web', tier: 'front', 'example.com/team': 'a-1', empty: '', replicas: '3' };

it.each([
  ['', true],
  [' ', true],
  ['app=web', true],
  ['app==web', true],
  ['app = web', true],
  ['app=api', false],
  ['app=WEB', false],
  ['app=', false],
  ['empty=', true],
  ['nope=', false],
  ['app!=api', true],
  ['app!=web', false],
  ['app != web', false],
  ['nope!=web', true],
  ['app', true],
  ['empty', true],
  ['nope', false],
  ['constructor', false],
  ['!nope', true],
  ['! nope', true],
  ['!app', false],
  ['!constructor', true],
  ['app in (web)', true],
  ['app in (api, web)', true],
  ['app in(api,web)', true],
  ['app in (api)', false],
  ['nope in (web)', false],
  ['empty in (a,)', true],
  ['app notin (api,db)', true],
  ['app notin (api,web)', false],
  ['nope notin (web)', true],
  ['replicas>2', true],
  ['replicas > 3', false],
  ['replicas<10', true],
  ['app>2', false],
  ['nope<2', false],
  ['example.com/team=a-1', true],
  ['example.com/team', true],
  ['app=web,tier=front', true],
  ['app=web, tier!=front', false],
  ['app in (web,api),tier in (front),!nope', true],
  ['app in (web,api),tier notin (front,back)', false],
  ['in=web', false],
])('%j: %s', (selector, selected) => expect(readLabelSelector(selector)?.(labels)).toBe(selected));

it.each([
  'app=web=api',
  'app=web api',
  'app in web',
  'app in ()',
  'app in (web',
  'app within (web)',
  '=web',
  '!app=web',
  '!',
  'app=web,',
  ',app=web',
  'app,,tier',
  'app>many',
  'app=(web)',
  'app like web',
])('%j is no selector', (selector) => expect(readLabelSelector(selector)).toBeNull());

it('a term and its opposite never agree', () => {
  const key = fc.constantFrom('app', 'tier', 'empty', 'nope');
  const value = fc.constantFrom('web', 'front', '', 'x');
  const both = (one: string, other: string) => [one, other].map((term) => readLabelSelector(term)?.(labels));
  fc.assert(
    fc.property(key, value, value, (name, a, b) => {
      for (const [one, other] of [
        both(`${name}=${a}`, `${name}!=${a}`),
        both(`${name} in (${a},${b})`, `${name} notin (${a},${b})`),
        both(name, `!${name}`),
      ])
        expect(one).toBe(!other);
    }),
  );
});
