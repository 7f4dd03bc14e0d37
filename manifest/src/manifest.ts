/**
 * One typed source of the add-ins' manifests: name, version, addresses, permissions, icons.
 * Never: imports an add-in.
 */
export { product } from "./product.ts"
export { icons } from "./icons.ts"
export { permissions, thunderbirdManifest } from "./thunderbird.ts"
export type { Build, Permission, ThunderbirdManifest } from "./thunderbird.ts"
