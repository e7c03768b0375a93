// A module of its own: a bundler gives a lazily imported CommonJS package no named exports.
export { Agent, buildConnector, ProxyAgent } from 'undici';
