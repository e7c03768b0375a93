// What every folder may know of sealed values; who may open one imports unseal.ts.
// biome-ignore lint/style/noRestrictedImports: it gives no unseal
export type { Sealed } from './unseal.ts';
// biome-ignore lint/style/noRestrictedImports: the same
export { seal } from './unseal.ts';
