/** Small forms that several stores share: bytes in and out of columns. */
import type { Bytes } from "@smp/shared/bytes"

/** A column's Buffer shares memory with the driver; inside the house a byte string is its own copy. */
export const fromColumn = (value: Uint8Array): Bytes => new Uint8Array(value)
export const toColumn = (value: Uint8Array): Buffer => Buffer.from(value.buffer, value.byteOffset, value.byteLength)
