/** The opened ring of a signed-in person, and the one way to change it: compare-and-swap with merge (docs/PROTOCOL.md §2.2). */
import { equalBytes, refuse } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { isProblem } from "../client/index.ts"
import type { ApiClient, LocalStore } from "../client/index.ts"
import { decodeCbor, encodeCbor } from "../bytes/index.ts"
import { openRing, ringFromText, ringHash, ringToText, sealRing } from "./key-ring.ts"
import type { RingBody, SealedRing } from "./key-ring.ts"

export interface KeyRing {
  readonly body: RingBody
  readonly akv: number
  readonly hash: Bytes
  /** Applies `change` to the newest ring and stores it; a lost race applies it again to what won. */
  save(change: (body: RingBody) => Partial<RingBody>): Promise<void>
}

interface RingParts {
  readonly client: Pick<ApiClient, "keyRing" | "writeKeyRing">
  readonly accountKey: Bytes
  readonly store: LocalStore
}

const WRITE_TRIES = 5
const SEEN_KEY = "ring-seen"

/** @throws ProtocolError log-rollback when this device has seen a newer ring. */
export async function holdRing(parts: RingParts, first: SealedRing, opened: RingBody): Promise<KeyRing> {
  let sealed = first
  let body = opened
  await refuseOlder(parts.store, sealed)
  const writeOnce = async (change: (body: RingBody) => Partial<RingBody>) => {
    const next: RingBody = { ...body, ...change(body), ver: body.ver + 1, prev: ringHash(sealed) }
    const written = await sealRing(next, parts.accountKey, sealed.akv)
    await parts.client.writeKeyRing({ expected: body.ver, ring: ringToText(written) })
    sealed = written
    body = next
  }
  const fetchAgain = async () => {
    const held = ringFromText((await parts.client.keyRing()).ring)
    await refuseOlder(parts.store, held)
    body = await openRing(held, parts.accountKey, body.idn)
    sealed = held
  }
  return {
    get body() {
      return body
    },
    get akv() {
      return sealed.akv
    },
    get hash() {
      return ringHash(sealed)
    },
    save: async (change) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await writeOnce(change)
          await noteSeen(parts.store, sealed)
          return
        } catch (error) {
          if (!isProblem(error, "key_ring.version_conflict") || attempt >= WRITE_TRIES) throw error
          await fetchAgain()
        }
      }
    },
  }
}

async function refuseOlder(store: LocalStore, ring: SealedRing): Promise<void> {
  const held = await store.get(SEEN_KEY)
  if (held !== null) {
    const [ver, akv, hash] = decodeCbor(held, 256) as [number, number, Bytes]
    if (ring.ver < ver || ring.akv < akv) refuse("log-rollback", "an older key ring than this device has seen")
    if (ring.ver === ver && !equalBytes(hash, ringHash(ring)))
      refuse("log-rollback", "another key ring of the same version")
  }
  await noteSeen(store, ring)
}

const noteSeen = (store: LocalStore, ring: SealedRing) =>
  store.set(SEEN_KEY, encodeCbor([ring.ver, ring.akv, ringHash(ring)]))
