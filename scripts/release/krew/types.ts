/**
 * A krew manifest (pkg/index/types.go), as far as it was checked: every field may be missing or of
 * another type.
 */
export interface Manifest {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: unknown };
  readonly spec?: {
    readonly version?: unknown;
    readonly homepage?: unknown;
    readonly shortDescription?: unknown;
    readonly description?: unknown;
    readonly caveats?: unknown;
    readonly platforms?: readonly Platform[];
  };
}

export interface Platform {
  readonly uri?: unknown;
  readonly sha256?: unknown;
  readonly bin?: unknown;
  readonly files?: readonly FileOperation[] | null;
  readonly selector?: Selector | null;
}

export interface FileOperation {
  readonly from?: unknown;
  readonly to?: unknown;
}

/** metav1.LabelSelector on the labels os and arch. */
export interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>> | null;
  readonly matchExpressions?: readonly Requirement[] | null;
}

export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}
