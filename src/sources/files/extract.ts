// A module of its own: a bundler gives a lazily imported CommonJS package no named exports.
export { extract } from 'tar-stream';
