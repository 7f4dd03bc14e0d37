/**
 * What this person remembers of contacts' keys (docs/PROTOCOL.md §2.2, §2.3), sealed under the account key.
 * Promises: an entry changes only by a chain of rotations or by the person's own decision; a list older than the one
 * named by the ring is refused.
 */
import * as z from "zod/mini"
import {
  concat,
  decodeCbor,
  encodeCbor,
  equalBytes,
  fromBase64url,
  label,
  refuse,
  sha256,
  toBase64url,
  utf8,
} from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { isProblem } from "../client/index.ts"
import type { ApiClient } from "../client/index.ts"
import { hkdf, seal, unseal } from "../suite/index.ts"
import { principalId } from "../wire/index.ts"
import type { IdentityId, PrincipalId } from "../wire/index.ts"

const binary = z.custom<Bytes>((value) => value instanceof Uint8Array)
const pinsBody = z.strictObject({
  v: z.literal(1),
  ver: z.int(),
  list: z.array(z.tuple([z.string(), principalId, binary, z.int(), z.enum(["seen", "verified"]), z.int()])),
})

export interface ContactPin {
  readonly addr: string
  readonly prn: PrincipalId
  readonly kid: Bytes
  readonly seq: number
  readonly state: "seen" | "verified"
  /** When this key was first believed here, milliseconds since 1970. */
  readonly at: number
}

interface PinsParts {
  readonly client: Pick<ApiClient, "keyRing" | "writePins">
  readonly idn: IdentityId
  readonly key: Bytes
}

const MAX_PINS = 8 << 20
const WRITE_TRIES = 4

export interface ContactPins {
  get(addr: string): ContactPin | null
  list(): readonly ContactPin[]
  /** Remembers in memory; `flush` writes. */
  set(pin: ContactPin): void
  /** [ver, SHA-256] of the newest sealed list, for the ring. */
  mark(): readonly [number, Bytes] | null
  flush(): Promise<void>
}

export const pinsKey = (accountKey: Bytes, idn: IdentityId): Promise<Bytes> =>
  hkdf(accountKey, new Uint8Array(), concat(label("pins"), utf8(idn)), 32)

type PinsText = { ver: number; box: string } | null

/** @throws ProtocolError open-failed, or log-rollback when the server gives a list older than `known`. */
export async function loadContactPins(
  parts: PinsParts,
  text: PinsText,
  known: readonly [number, Bytes] | null,
): Promise<ContactPins> {
  const pins = new Map<string, ContactPin>()
  const changed = new Set<string>()
  let writing: Promise<unknown> = Promise.resolve()
  let held = await openPins(parts, text)
  checkNotOlder(text, known)
  for (const pin of held.list) pins.set(pin.addr, pin)
  let mark = markOf(text)

  const writeOnce = async () => {
    const due = [...changed].map((addr) => pins.get(addr))
    const body = { v: 1, ver: held.ver + 1, list: [...pins.values()].map(toRow) }
    const box = await seal(parts.key, "pins", [parts.idn, body.ver], encodeCbor(body))
    const written = { ver: body.ver, box: toBase64url(box) }
    await parts.client.writePins({ expected: held.ver, pins: written })
    held = { ver: body.ver, list: [...pins.values()] }
    mark = markOf(written)
    // What was set meanwhile is not in that list.
    for (const pin of due) if (pin !== undefined && pins.get(pin.addr) === pin) changed.delete(pin.addr)
  }
  const merge = async () => {
    held = await openPins(parts, (await parts.client.keyRing()).pins)
    for (const pin of held.list) if (!changed.has(pin.addr)) pins.set(pin.addr, pin)
  }
  const writeAll = async () => {
    for (let attempt = 1; changed.size > 0; attempt += 1) {
      try {
        await writeOnce()
      } catch (error) {
        if (!isProblem(error, "key_ring.version_conflict") || attempt >= WRITE_TRIES) throw error
        await merge()
      }
    }
  }
  return {
    get: (addr) => pins.get(addr) ?? null,
    list: () => [...pins.values()],
    set: (pin) => {
      pins.set(pin.addr, pin)
      changed.add(pin.addr)
    },
    mark: () => mark,
    flush: () => {
      // One after the other: two writes of one version would take each other for another device's.
      const turn = writing.then(writeAll)
      writing = turn.catch(() => undefined)
      return turn
    },
  }
}

async function openPins(parts: PinsParts, text: PinsText): Promise<{ ver: number; list: readonly ContactPin[] }> {
  if (text === null) return { ver: 0, list: [] }
  const plain = await unseal(parts.key, "pins", [parts.idn, text.ver], fromBase64url(text.box))
  const parsed = pinsBody.safeParse(decodeCbor(plain, MAX_PINS))
  if (!parsed.success || parsed.data.ver !== text.ver) return refuse("open-failed", "pins body")
  const list = parsed.data.list.map(([addr, prn, kid, seq, state, at]) => ({ addr, prn, kid, seq, state, at }))
  return { ver: text.ver, list }
}

/** Newer than the ring says is possible (pins are written more often); older, or another list of that version, is not. */
function checkNotOlder(text: PinsText, known: readonly [number, Bytes] | null): void {
  if (known === null) return
  const mark = markOf(text)
  if (mark === null || mark[0] < known[0]) refuse("log-rollback", "contact pins are older than the ring says")
  if (mark !== null && mark[0] === known[0] && !equalBytes(mark[1], known[1]))
    refuse("log-rollback", "other contact pins")
}

const markOf = (text: PinsText): readonly [number, Bytes] | null =>
  text === null ? null : [text.ver, sha256(fromBase64url(text.box))]

const toRow = (pin: ContactPin) => [pin.addr, pin.prn, pin.kid, pin.seq, pin.state, pin.at]
