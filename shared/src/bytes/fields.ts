/** Reading decoded values by their closed form. Every function throws open-failed when the form is another. */
import { utf8 } from "./byte-strings.ts"
import type { Bytes } from "./byte-strings.ts"
import { demand } from "./errors.ts"

/** A map with exactly these keys: a missing or unknown key is a refusal. */
export function readMap<const Key extends string>(value: unknown, keys: readonly Key[]): Record<Key, unknown> {
  demand(isPlainMap(value), "not a map")
  demand(Object.keys(value).length === keys.length, "another set of keys")
  for (const key of keys) demand(Object.hasOwn(value, key), `key ${key} is missing`)
  return value
}

/** The same with one key that may be missing. */
export function readMapWith<const Key extends string, const Optional extends string>(
  value: unknown,
  keys: readonly Key[],
  optional: Optional,
): Record<Key, unknown> & Partial<Record<Optional, unknown>> {
  const isThere = isPlainMap(value) && Object.hasOwn(value, optional)
  type Fields = Record<Key, unknown> & Partial<Record<Optional, unknown>>
  return readMap<string>(value, isThere ? [...keys, optional] : keys) as Fields
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

export function readBytes(value: unknown, length?: number): Bytes {
  demand(value instanceof Uint8Array && (length === undefined || value.length === length), `not ${length ?? ""} bytes`)
  return value as Bytes
}

/** UTF-8 text of at most `maxBytes` bytes. */
export function readText(value: unknown, maxBytes: number): string {
  demand(typeof value === "string" && value.length <= maxBytes && utf8(value).length <= maxBytes, "text")
  return value
}

/** An unsigned integer: a count, a size. */
export function readCount(value: unknown): number {
  demand(typeof value === "number" && Number.isSafeInteger(value) && value >= 0, "not a count")
  return value
}

/** The last millisecond that a calendar of JavaScript has: whoever shows a later one would fail. */
const LAST_TIME = 8.64e15

/** Milliseconds since 1970 UTC. */
export function readTime(value: unknown): number {
  const time = readCount(value)
  demand(time <= LAST_TIME, "time")
  return time
}

export function readBoolean(value: unknown): boolean {
  demand(typeof value === "boolean", "not a boolean")
  return value
}

export function readNullable<T>(value: unknown, read: (present: unknown) => T): T | null {
  return value === null ? null : read(value)
}

export function readList<T>(value: unknown, most: number, read: (item: unknown) => T): T[] {
  demand(Array.isArray(value) && value.length <= most, "not a list")
  return value.map(read)
}

/** An array of exactly `length` items. */
export function readTuple(value: unknown, length: number): unknown[] {
  demand(Array.isArray(value) && value.length === length, `not ${length} items`)
  return value
}

export function readOneOf<const Value extends string | number>(value: unknown, allowed: readonly Value[]): Value {
  const found = allowed.find((candidate) => candidate === value)
  demand(found !== undefined, "not an allowed value")
  return found
}
