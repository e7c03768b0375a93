export interface VectorSecret {
  readonly name: string;
  readonly type: string;
  readonly data: Readonly<Record<string, string>>;
}

export interface VectorMatch {
  readonly username?: string;
  readonly password?: string;
  readonly usernameB64?: string;
  readonly passwordB64?: string;
  readonly email?: string;
  readonly source: string;
  readonly secretIndex?: number;
  readonly secret?: string;
  readonly loc: string;
  readonly key: string;
  readonly fallback?: boolean;
}

/**
 * One line of the vectors, as their README describes it. `json`, `field`, `nodeConfig` and secret
 * data are base64.
 */
export interface VectorCase {
  readonly id: string;
  readonly kind?: string;
  readonly image?: string;
  readonly secrets?: readonly VectorSecret[];
  readonly nodeConfig?: string;
  readonly nodeFixed?: readonly Partial<VectorMatch>[];
  readonly glob?: string;
  readonly target?: string;
  readonly matchImages?: readonly string[];
  readonly json?: string;
  readonly field?: string;
  readonly expect: {
    readonly text?: string;
    readonly keyringError?: { readonly text: string };
    readonly matches?: readonly VectorMatch[];
    readonly unstableRuns?: readonly (readonly [number, number])[];
    readonly ignoredEntries?: readonly { readonly secretIndex: number; readonly loc: string }[];
    readonly [part: string]: unknown;
  };
}
