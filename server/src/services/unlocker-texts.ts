/** Ways to unlock, between wire and store. */
import { toBase64url } from "@smp/shared/bytes"
import type { UnlockerId, UnlockerKind, UnlockerText } from "@smp/shared/wire"
import type { StoredUnlocker } from "../data/identity.store.ts"
import { bytesOfText } from "./texts.ts"

export const storedUnlocker = ({ unl, kind, akv, pub, box }: UnlockerText): StoredUnlocker => ({
  id: unl,
  kind,
  akv,
  pub: bytesOfText(pub),
  box: bytesOfText(box),
})

export const unlockerText = ({ id, kind, akv, pub, box }: StoredUnlocker): UnlockerText => ({
  unl: id as UnlockerId,
  kind: kind as UnlockerKind,
  akv,
  pub: toBase64url(new Uint8Array(pub)),
  box: toBase64url(new Uint8Array(box)),
})
