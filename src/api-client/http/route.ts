import type { ProxyAddress } from './env-proxy.ts';

/** How to reach the server. `timeout` in milliseconds, null for none. */
export interface ServerRoute {
  readonly server: URL;
  readonly proxy: ProxyAddress | null;
  readonly ca: string | undefined;
  readonly insecure: boolean;
  readonly tlsServerName: string | undefined;
  readonly timeout: number | null;
  readonly compression: boolean;
  readonly http2: boolean;
}
