import connect from 'undici/lib/api/api-connect.js';
import request from 'undici/lib/api/api-request.js';
import buildConnector from 'undici/lib/core/connect.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';

// as undici's index.js does for all of its ways to send; a proxy is asked with `connect`
Object.assign(Dispatcher.prototype, { connect, request });

export { Agent, buildConnector, ProxyAgent };
