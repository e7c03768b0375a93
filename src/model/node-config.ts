import type { Observed } from './observed.ts';

/** What a kubelet says of its own settings that decide how it pulls; read only where asked for. */
export interface NodeConfig {
  readonly node: string;
  readonly settings: Observed<KubeletSettings>;
  readonly flags: Observed<KubeletFlags>;
}

/** Of /configz, the KubeletConfiguration in use; null for a field that this version has not. */
export interface KubeletSettings {
  readonly imagePullCredentialsVerificationPolicy: string | null;
  readonly serializeImagePulls: boolean | null;
  readonly maxParallelImagePulls: number | null;
  readonly registryPullQPS: number | null;
}

/**
 * Of /flagz, the command line in use. `credentialProviderConfig` is a path on the node; null: no
 * credential provider plugin is configured.
 */
export interface KubeletFlags {
  readonly credentialProviderConfig: string | null;
}
