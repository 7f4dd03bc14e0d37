/**
 * One typed source of the add-ins' manifests: name, version, addresses, permissions, icons.
 * Never: imports an add-in.
 */
export { product } from "./product.ts"
export { icons } from "./icons.ts"
export { permissions, thunderbirdManifest } from "./thunderbird.ts"
export type { Build, Permission, ThunderbirdManifest } from "./thunderbird.ts"
export { outlookXml } from "./outlook-xml.ts"
export { outlookUnified } from "./outlook-unified.ts"
export { checkOutlookXml } from "./outlook-check.ts"
export { ORIGIN_TO_COME, originOf, VARIANTS } from "./outlook-source.ts"
export type { OutlookVariant } from "./outlook-source.ts"
