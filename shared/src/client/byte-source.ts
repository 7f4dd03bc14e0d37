/** Where an attachment's bytes come from: a File in browsers, a file descriptor in Node. Read in pieces, never whole. */
import type { Bytes } from "../bytes/index.ts"

export interface ByteSource {
  readonly size: number
  /**
   * Exactly `end - start` bytes, in `into` where that spares memory: the caller uses it for one piece after the other.
   * @throws when the file is no longer readable.
   */
  slice(start: number, end: number, into?: Bytes): Promise<Bytes>
}

/** The part of a browser's File or Blob that is used here. */
interface BlobLike {
  readonly size: number
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

export function sourceFromBlob(blob: BlobLike): ByteSource {
  return {
    size: blob.size,
    slice: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  }
}

export function sourceFromBytes(bytes: Bytes): ByteSource {
  return { size: bytes.length, slice: (start, end) => Promise.resolve(bytes.slice(start, end)) }
}

/** `source` followed by zeros up to `size` (padding, docs/PROTOCOL.md §3). */
export function zeroFilled(source: ByteSource, size: number): ByteSource {
  return {
    size,
    slice: async (start, end, into) => {
      if (end <= source.size) return source.slice(start, end, into)
      const piece = new Uint8Array(end - start)
      if (start < source.size) piece.set(await source.slice(start, source.size))
      return piece
    },
  }
}
