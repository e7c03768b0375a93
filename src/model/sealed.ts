export type { Sealed } from './unseal.ts';
export { seal } from './unseal.ts';
