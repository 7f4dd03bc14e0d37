/**
 * The File Server: encrypted segments under opaque names in one common repository.
 * Promises: what `finish` answered is on the disk; what `write` took survives kill -9 of the process and is offered
 * again by `received`; a name tells nothing without the sealed place.
 * Never: sees a key, knows what an object is part of.
 */
export interface StagedObject {
  /** 16 random bytes: names of the object's extents are derived from them. */
  readonly place: Uint8Array
  readonly chunks: number
}

export interface FileStore {
  /** Takes one stored segment; its SHA-256 has been checked by the caller. */
  write(object: StagedObject, index: number, segment: Uint8Array, digest: Uint8Array): Promise<void>
  /** SHA-256 of each segment that is held, by index. */
  received(object: StagedObject): Promise<ReadonlyMap<number, Uint8Array>>
  /** Syncs everything; after it the segments are final. */
  finish(object: StagedObject): Promise<void>
  /** @throws Error when the segment is not held */
  read(object: StagedObject, index: number, length: number): Promise<Buffer>
  /** Answers when it is gone from the disk; again, or after half of it, does the same. */
  remove(object: StagedObject): Promise<void>
  /** Lets go of open files; what was written stays written. */
  close(): Promise<void>
}

/** Bytes of one stored segment (docs/PROTOCOL.md §3). */
export const SEGMENT = 524_288
