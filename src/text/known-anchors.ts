/**
 * The anchors of expressions by their source. Empty in the sources; the bundle is built with those
 * of all its tables (scripts/bundle/slim.ts).
 */
export const knownAnchors: Map<string, readonly string[]> = new Map();
